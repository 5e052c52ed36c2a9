"""Adding one row of a table to a row of another as one vector.

The compiler cannot know that two tables do not overlap, so by itself it adds their rows number by number.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic


@cache
def row_adder(width: int) -> Any:
    """add(to, at, other, row): `to[at] += other[row]`, for tables of so many columns and one kind of number."""

    def _add(_, to, at, other, row):
        def generate(context, builder, signature, arguments):
            number = context.get_value_type(signature.args[0].dtype)
            vector = ir.VectorType(number, width)
            size = context.get_abi_sizeof(number)

            def place(table, index):
                word = ir.IntType(64)
                array = context.make_array(signature.args[table])(context, builder, arguments[table])
                stride = cgutils.unpack_tuple(builder, array.strides)[0]
                address = builder.add(builder.ptrtoint(array.data, word), builder.mul(arguments[index], stride))
                return builder.inttoptr(address, vector.as_pointer())

            target, source = place(0, 1), place(2, 3)
            total = builder.fadd(builder.load(target, align=size), builder.load(source, align=size))
            builder.store(total, target, align=size)
            return context.get_dummy_value()

        return types.void(to, types.int64, other, types.int64), generate

    return intrinsic(_add)
