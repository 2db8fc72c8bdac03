"""The part of jeepney that tests use; it ships without types."""

class Message:
    body: tuple[object, ...]

class _MessageBus:
    def NameHasOwner(self, name: str) -> Message: ...  # noqa: N802 - D-Bus names
    def RequestName(self, name: str) -> Message: ...  # noqa: N802 - D-Bus names

message_bus: _MessageBus
