class Node:
    source_line: int
    source_column: int

class QualifiedRule(Node):
    prelude: list[Node]
    content: list[Node]

class AtRule(Node):
    lower_at_keyword: str
    prelude: list[Node]
    content: list[Node] | None

class Declaration(Node):
    lower_name: str
    value: list[Node]
    important: bool

class Comment(Node): ...
class WhitespaceToken(Node): ...

class LiteralToken(Node):
    value: str

class IdentToken(Node):
    lower_value: str

class HashToken(Node): ...
class PercentageToken(Node): ...

class DimensionToken(Node):
    lower_unit: str

class FunctionBlock(Node):
    lower_name: str
    arguments: list[Node]

class ParenthesesBlock(Node):
    content: list[Node]

class SquareBracketsBlock(Node): ...
