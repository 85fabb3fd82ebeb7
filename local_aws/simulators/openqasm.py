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

MAX_SOURCE_CHARACTERS = 1_000_000
"""Parsing takes about 20 µs a character, in the service's process too; this is a program of about 50 000 gates."""

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
    source = separate_pragmas(source)
    _check_shape(source)
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
