from pathlib import Path
from typing import IO

class Image:
    size: tuple[int, int]
    def save(
        self,
        fp: Path,
        format: str,
        *,
        append_images: list[Image],
        sizes: list[tuple[int, int]],
    ) -> None: ...

def open(fp: IO[bytes]) -> Image: ...
