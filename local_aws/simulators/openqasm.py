"""OpenQASM source to a syntax tree, with the SDK's grammar and without its habit of printing to the terminal."""

import re
from typing import Any

from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from antlr4.error.Errors import ParseCancellationException, RecognitionException
from antlr4.error.ErrorStrategy import BailErrorStrategy
from braket.default_simulator.openqasm.parser.generated.qasm3Lexer import qasm3Lexer
from braket.default_simulator.openqasm.parser.generated.qasm3Parser import qasm3Parser
from braket.default_simulator.openqasm.parser.openqasm_ast import Program
from braket.default_simulator.openqasm.parser.openqasm_parser import QASM3ParsingError, QASMNodeVisitor

from local_aws.simulators.errors import ProgramRejected
from local_aws.simulators.gate_lines import insert_gates, split_gates

MAX_SOURCE_CHARACTERS = 5_000_000
"""As much as the service takes in an action. Plain gates, one in a line, are read and checked at about 3 µs a
character, 50 µs a gate, in the service's process; program.MAX_GATE_CALLS bounds that to about 5 s."""

MAX_GRAMMAR_CHARACTERS = 50_000
"""Of pragmas and of all that is no plain gate: the grammars take 15 to 100 µs a character, 5 s for so many at worst."""

MAX_STATEMENT_CHARACTERS = 10_000
MAX_NESTING = 100
"""The parser takes milliseconds for each bracket of a long expression, and gives up only after thousands of them."""

PRAGMA_WITHIN_A_LINE = re.compile(r"(?<=\S)[ \t]*#pragma\b")


class _LexerErrors(ErrorListener):  # type: ignore[misc]  # published without types
    """Refuses what is no token; the lexer's own way is to print a warning and drop it."""

    def syntaxError(  # noqa: N802  # the name is ANTLR's
        self, recognizer: Any, symbol: Any, line: int, column: int, message: str, fault: Any
    ) -> None:
        raise ProgramRejected(f"{message[0].upper()}{message[1:]}, at line {line} col {column + 1}.")


def parse(source: str) -> Program:
    """The tree of a program.

    Raises:
        ProgramRejected: for anything that is not OpenQASM 3.
    """
    if len(source) > MAX_SOURCE_CHARACTERS:
        raise ProgramRejected(f"The program has {len(source)} characters; at most {MAX_SOURCE_CHARACTERS} are accepted")
    parts = split_gates(separate_pragmas(source))
    _check_shape(parts.rest)
    tree = _parse_with_grammar(parts.rest)
    tree.statements = insert_gates(tree.statements, parts.runs)
    return tree


def _parse_with_grammar(source: str) -> Program:
    try:
        lexer = qasm3Lexer(InputStream(source))
        lexer.removeErrorListeners()
        lexer.addErrorListener(_LexerErrors())
        parser = qasm3Parser(CommonTokenStream(lexer))
        parser.removeErrorListeners()
        parser._errHandler = BailErrorStrategy()  # ANTLR's runtime for Python has no setter for it
        return QASMNodeVisitor().visitProgram(parser.program())
    except (ParseCancellationException, RecognitionException) as fault:
        raise ProgramRejected(_at_token(fault)) from fault
    except QASM3ParsingError as fault:
        raise ProgramRejected(f"The program is not valid OpenQASM 3: {fault}") from fault
    except RecursionError as fault:
        raise ProgramRejected("The program's expressions or blocks are nested too deeply") from fault
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
        # The tree's builder meets constructs that its grammar takes and it does not know.
        raise ProgramRejected(f"The program is not valid OpenQASM 3: {fault}") from fault


def separate_pragmas(source: str) -> str:
    """The source with each pragma on a line of its own; Braket takes one behind a statement or another pragma, too."""
    lines = source.split("\n")
    return "\n".join(line if "//" in line else PRAGMA_WITHIN_A_LINE.sub("\n#pragma", line) for line in lines)


def _check_shape(source: str) -> None:
    """Refuses what only takes the parser's time; pragmas are one token to it, of any length."""
    if len(source) - source.count("\n") > MAX_GRAMMAR_CHARACTERS:
        raise ProgramRejected(
            f"The program has more than {MAX_GRAMMAR_CHARACTERS} characters beside plain gates, one in a line"
        )
    depth = length = 0
    for line in source.split("\n"):
        if line.lstrip().startswith(("#pragma", "pragma")):
            continue
        for letter in line:
            depth += (letter in "([{") - (letter in ")]}")
            length = 0 if letter in ";{}" else length + 1
            if depth > MAX_NESTING:
                raise ProgramRejected("The program's expressions or blocks are nested too deeply")
            if length > MAX_STATEMENT_CHARACTERS:
                raise ProgramRejected(f"The program has a statement of more than {MAX_STATEMENT_CHARACTERS} characters")


def _at_token(fault: BaseException) -> str:
    cause = fault.args[0] if fault.args and isinstance(fault.args[0], RecognitionException) else fault
    token = getattr(cause, "offendingToken", None)
    if token is None:
        return "The program is not valid OpenQASM 3"
    text = "end of program" if token.type == -1 else f"'{token.text}'"
    return f"No terminal matches {text} in the current parser context, at line {token.line} col {token.column + 1}."
