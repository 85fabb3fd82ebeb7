"""Energies of molecules as PySCF 2.14.0 gives them (RHF, FCI and CASCI, converged to 1e-12), in hartree."""

# name, bond length in ångström, basis set, active (electrons, orbitals) or None, Hartree-Fock, FCI or CASCI
PYSCF = [
    ("H2", 0.4, "sto-3g", None, -0.90436139, -0.91414970),
    ("H2", 0.74, "sto-3g", None, -1.11675931, -1.13728383),
    ("H2", 3.0, "sto-3g", None, -0.65604825, -0.93363184),
    ("HeH+", 0.775, "sto-3g", None, -2.84197455, -2.85160051),
    ("H3+", 0.874, "sto-3g", None, -1.23773081, -1.26224769),
    ("H4", 3.0, "sto-3g", None, -1.31331179, -1.86729137),
    ("LiH", 4.0, "sto-3g", None, -7.62497563, -7.78427818),
    ("BeH2", 1.33, "sto-3g", None, -15.56009838, -15.59511756),
    ("H2O", 0.958, "sto-3g", None, -74.96305476, -75.01263840),
    ("H2O", 2.0, "sto-3g", None, -74.40117589, -74.76198957),
    ("H2", 0.74, "6-31g", None, -1.12675532, -1.15167254),
    ("H2", 0.74, "6-311g", None, -1.12798835, -1.15347222),
    ("HeH+", 0.775, "6-31g", None, -2.90983367, -2.93229661),
    ("LiH", 1.595, "sto-3g", (2, 2), -7.86202386, -7.86228553),
    ("LiH", 1.595, "sto-3g", (2, 5), -7.86202386, -7.88217451),
    ("H2O", 0.958, "sto-3g", (8, 6), -74.96305476, -75.01256034),
    ("BeH2", 1.33, "sto-3g", (4, 6), -15.56009838, -15.59477840),
]

TOLERANCE = 3e-7
"""In hartree: digits of exponents and of the bohr radius in which PennyLane and PySCF differ."""
