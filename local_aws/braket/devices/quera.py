"""QuEra's Aquila: up to 256 atoms in a plane under one laser, for analog Hamiltonian simulation. SI units, rad/s.

The service part is that of the documentation
(https://docs.aws.amazon.com/braket/latest/developerguide/braket-quera-submitting-analog-program-aquila.html), as of
2024-01-22; the paradigm is what the live device answered in amazon-braket-examples
(`examples/analog_hamiltonian_simulation/01_Introduction_to_Aquila.ipynb`, Apache License 2.0), of about
the end of 2024. Local detuning is among its properties, and an experimental capability that must be asked for.
"""

from local_aws.braket.devices.device import BraketDevice, Document
from local_aws.braket.devices.parts import Window, header, service

AHS = "braket.ir.ahs.program"
WINDOWS: tuple[Window, ...] = (
    ("Monday", "01:00:00", "23:59:59"),
    ("Tuesday", "00:00:00", "12:00:00"),
    ("Wednesday", "00:00:00", "12:00:00"),
    ("Friday", "00:00:00", "23:59:59"),
    ("Saturday", "00:00:00", "23:59:59"),
    ("Sunday", "00:00:00", "12:00:00"),
)
ATOMS = 256
LATTICE = {
    "area": {"width": 7.5e-5, "height": 7.6e-5},
    "geometry": {
        "spacingRadialMin": 4e-6,
        "spacingVerticalMin": 4e-6,
        "positionResolution": 1e-8,
        "numberSitesMax": ATOMS,
    },
}
DRIVE = {
    "rabiFrequencyRange": [0.0, 1.58e7],
    "rabiFrequencyResolution": 400.0,
    "rabiFrequencySlewRateMax": 4e14,
    "detuningRange": [-1.25e8, 1.25e8],
    "detuningResolution": 0.2,
    "detuningSlewRateMax": 6e15,
    "phaseRange": [-99.0, 99.0],
    "phaseResolution": 5e-7,
    "timeResolution": 1e-9,
    "timeDeltaMin": 5e-8,
    "timeMin": 0.0,
    "timeMax": 4e-6,
}
LOCAL_DETUNING = {
    "detuningRange": [-1.25e8, 0.0],
    "detuningSlewRateMax": 2.5e15,
    "siteCoefficientRange": [0.0, 1.0],
    "numberLocalDetuningSitesMax": 256,
    "spacingRadialMin": 4e-6,
    "timeResolution": 1e-9,
    "timeDeltaMin": 5e-8,
}
LATTICE_ERRORS = {
    "positionErrorAbs": 2.25e-7,
    "sitePositionError": 1e-7,
    "atomPositionError": 2e-7,
    "fillingErrorTypical": 0.008,
    "fillingErrorWorst": 0.05,
    "vacancyErrorTypical": 0.001,
    "vacancyErrorWorst": 0.005,
    "atomLossProbabilityTypical": 0.005,
    "atomLossProbabilityWorst": 0.01,
    "atomCaptureProbabilityTypical": 0.001,
    "atomCaptureProbabilityWorst": 0.002,
    "atomDetectionErrorFalsePositiveTypical": 0.001,
    "atomDetectionErrorFalsePositiveWorst": 0.005,
    "atomDetectionErrorFalseNegativeTypical": 0.001,
    "atomDetectionErrorFalseNegativeWorst": 0.005,
}
DRIVE_ERRORS = {
    "rabiFrequencyErrorRel": 0.03,
    "rabiFrequencyGlobalErrorRel": 0.02,
    "rabiFrequencyInhomogeneityRel": 0.02,
    "groundDetectionError": 0.05,
    "rydbergDetectionError": 0.1,
    "groundPrepError": 0.01,
    "rydbergPrepErrorBest": 0.05,
    "rydbergPrepErrorWorst": 0.07,
    "T1Single": 7.5e-5,
    "T1Ensemble": 7.5e-5,
    "T2StarSingle": 5e-6,
    "T2StarEnsemble": 4.75e-6,
    "T2EchoSingle": 8e-6,
    "T2EchoEnsemble": 7e-6,
    "T2RabiSingle": 8e-6,
    "T2RabiEnsemble": 7e-6,
    "T2BlockadedRabiSingle": 8e-6,
    "T2BlockadedRabiEnsemble": 7e-6,
    "detuningError": 1e6,
    "detuningInhomogeneity": 1e6,
    "rabiAmplitudeRampCorrection": [
        {"rampTime": 5e-8, "rabiCorrection": 0.92},
        {"rampTime": 7.5e-8, "rabiCorrection": 0.97},
        {"rampTime": 1e-7, "rabiCorrection": 1.0},
    ],
}
LOCAL_DETUNING_ERRORS = {
    "detuningErrorRms": 0.02,
    "siteCoefficientErrorRms": 0.1,
    "errorRateIncoherentBright": 36_000.0,
    "errorRateIncoherentDark": 720.0,
    "crosstalk": 0.02,
}


def aquila(device: BraketDevice) -> Document:
    return header("quera.quera_device_capabilities") | {
        "service": service(
            device,
            windows=WINDOWS,
            fewest_shots=1,
            documentation=(
                "Analog quantum processor based on neutral atom arrays",
                "https://www.quera.com/aquila",
            ),
            location="Boston, USA",
            updated_at="2024-01-22T12:00:00+00:00",
        ),
        "action": {AHS: {"version": ["1"], "actionType": AHS}},
        "deviceParameters": {},
        "paradigm": header("quera.quera_ahs_paradigm_properties")
        | {
            "qubitCount": ATOMS,
            "lattice": LATTICE,
            "rydberg": {"c6Coefficient": 5.42e-24, "rydbergGlobal": DRIVE, "rydbergLocal": LOCAL_DETUNING},
            "performance": {
                "lattice": LATTICE_ERRORS,
                "rydberg": {"rydbergGlobal": DRIVE_ERRORS, "rydbergLocal": LOCAL_DETUNING_ERRORS},
            },
        },
    }
