from collections.abc import Mapping

class CData: ...

class FFI:
    NULL: CData
    def new(self, ctype: str, init: Mapping[str, object]) -> CData: ...
    def from_buffer(self, ctype: str, buffer: bytearray) -> CData: ...

class Lib:
    ARGON2_OK: int
    ARGON2_VERSION_13: int
    ARGON2_FLAG_CLEAR_PASSWORD: int
    ARGON2_FLAG_CLEAR_SECRET: int
    Argon2_id: int
    def argon2_ctx(self, context: CData, kind: int) -> int: ...

ffi: FFI
lib: Lib
