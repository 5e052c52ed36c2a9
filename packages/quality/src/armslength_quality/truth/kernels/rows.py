"""Rows of a table as vectors: added, shifted, scaled and summed up at once.

The compiler cannot know that two tables do not overlap, so by itself it works on their rows number by number.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from armslength_quality.compiled import named

_FREE = ("reassoc", "nsz", "nnan", "contract")


class _Row:
    """The row that an index names, where it lies in memory."""

    def __init__(self, context: Any, builder: Any, table: Any, array: Any, index: Any, width: int) -> None:
        word = ir.IntType(64)
        self.builder, self.number = builder, context.get_value_type(table.dtype)
        self.vector = ir.VectorType(self.number, width)
        self.size = context.get_abi_sizeof(self.number)
        made = context.make_array(table)(context, builder, array)
        stride = cgutils.unpack_tuple(builder, made.strides)[0]
        address = builder.add(builder.ptrtoint(made.data, word), builder.mul(index, stride))
        self.place = builder.inttoptr(address, self.vector.as_pointer())

    def load(self) -> Any:
        """Its numbers."""
        return self.builder.load(self.place, align=self.size)

    def store(self, numbers: Any) -> None:
        """Other numbers."""
        self.builder.store(numbers, self.place, align=self.size)

    def everywhere(self, number: Any) -> Any:
        """A row of one number."""
        first = self.builder.insert_element(ir.Constant(self.vector, ir.Undefined), number, ir.IntType(32)(0))
        mask = ir.Constant(ir.VectorType(ir.IntType(32), self.vector.count), [0] * self.vector.count)
        return self.builder.shuffle_vector(first, ir.Constant(self.vector, ir.Undefined), mask)


@cache
def row_adder(width: int) -> Any:
    """add(to, at, other, row): `to[at] += other[row]`, for tables of so many columns and one kind of number."""

    def _add(_, to, at, other, row):
        def generate(context, builder, signature, arguments):
            target = _Row(context, builder, signature.args[0], arguments[0], arguments[1], width)
            source = _Row(context, builder, signature.args[2], arguments[2], arguments[3], width)
            target.store(builder.fadd(target.load(), source.load()))
            return context.get_dummy_value()

        return types.void(to, types.int64, other, types.int64), generate

    return named(intrinsic(_add), _add, width)


@cache
def row_shifter(width: int) -> Any:
    """lower(table, at): take the largest number of `table[at]` from all of them, and return it."""

    def _lower(_, table, at):
        def generate(context, builder, signature, arguments):
            row = _Row(context, builder, signature.args[0], arguments[0], arguments[1], width)
            numbers = row.load()
            most = _reduced(builder, row, "fmax", [numbers])
            row.store(builder.fsub(numbers, row.everywhere(most)))
            return most

        return table.dtype(table, types.int64), generate

    return named(intrinsic(_lower), _lower, width)


@cache
def row_sharer(width: int) -> Any:
    """share(table, at): divide the numbers of `table[at]` by their sum, and return it."""

    def _share(_, table, at):
        def generate(context, builder, signature, arguments):
            row = _Row(context, builder, signature.args[0], arguments[0], arguments[1], width)
            numbers = row.load()
            total = _reduced(builder, row, "fadd", [ir.Constant(row.number, -0.0), numbers])
            row.store(builder.fmul(numbers, row.everywhere(builder.fdiv(ir.Constant(row.number, 1.0), total))))
            return total

        return table.dtype(table, types.int64), generate

    return named(intrinsic(_share), _share, width)


def _reduced(builder: Any, row: _Row, what: str, arguments: list[Any]) -> Any:
    kind = "f64" if isinstance(row.number, ir.DoubleType) else "f32"
    shape = ir.FunctionType(row.number, [argument.type for argument in arguments])
    name = f"llvm.vector.reduce.{what}.v{row.vector.count}{kind}"
    call: Callable[..., Any] = builder.call
    return call(cgutils.get_or_insert_function(builder.module, shape, name), arguments, fastmath=_FREE)
