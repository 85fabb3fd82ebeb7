"""The variational quantum eigensolver (Peruzzo et al., arXiv:1304.3061), with three ansätze.

| ansatz             | parameters start from    | keeps           | reference                     |
|--------------------|--------------------------|-----------------|-------------------------------|
| uccsd              | 0: Hartree-Fock          | number and S_z  | Romero et al., 1701.02691     |
| adapt              | 0: Hartree-Fock          | number and S_z  | Grimsley et al., 1812.11173   |
| hardware_efficient | small random angles      | neither         | Kandala et al., 1704.05050    |
"""

from quantum_code.algorithms.vqe.algorithm import run_vqe

__all__ = ["run_vqe"]
