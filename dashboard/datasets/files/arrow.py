"""Rows as an Arrow stream, in the types that every reader of Arrow knows."""

import io

import polars as pl


def stream(frame: pl.DataFrame) -> bytes:
    """NOTE: polars has views for texts and large lists for lists, which the Arrow of JavaScript cannot read."""
    import pyarrow as pa

    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())

    def common(kind: pa.DataType) -> pa.DataType:
        if pa.types.is_large_list(kind):
            return pa.list_(common(kind.value_type))
        if pa.types.is_struct(kind):
            return pa.struct([field.with_type(common(field.type)) for field in kind])
        return pa.string() if pa.types.is_large_string(kind) else kind

    schema = pa.schema([field.with_type(common(field.type)) for field in table.schema])
    buffer = io.BytesIO()
    with pa.ipc.new_stream(buffer, schema) as writer:
        writer.write_table(table.cast(schema))
    return buffer.getvalue()
