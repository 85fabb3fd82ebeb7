"""Other names for a program's inputs: the SDK has no parameters that are called b or q, which its OpenQASM needs."""

from dataclasses import fields, is_dataclass
from typing import Any

from braket.default_simulator.openqasm.parser.openqasm_ast import (
    Box,
    Identifier,
    IODeclaration,
    Program,
    QuantumGate,
    QuantumPhase,
)

PREFIX = "input_of_the_task_"


def rename_inputs(program: Program) -> Program:
    """Puts PREFIX before the name of each input, where it is declared and where a gate uses it; in place."""
    statements = list(program.statements)
    for statement in program.statements:
        statements += statement.body if isinstance(statement, Box) else []
    names = {item.identifier.name for item in statements if isinstance(item, IODeclaration)}
    for statement in statements:
        match statement:
            case IODeclaration(identifier=identifier):
                _rename(identifier, names)
            case QuantumGate(arguments=arguments, modifiers=modifiers):
                _rename([arguments, modifiers], names)
            case QuantumPhase(argument=argument, modifiers=modifiers):
                _rename([argument, modifiers], names)
    return program


def _rename(node: Any, names: set[str]) -> None:
    if isinstance(node, list):
        for item in node:
            _rename(item, names)
    elif isinstance(node, Identifier):
        node.name = f"{PREFIX}{node.name}" if node.name in names else node.name
    elif is_dataclass(node):
        for each in fields(node):
            _rename(getattr(node, each.name), names)
