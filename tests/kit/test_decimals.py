"""The kit's decimals are those of Mongo's driver, whatever the number."""

from decimal import Decimal

from bson import Decimal128
from hypothesis import given
from hypothesis import strategies as st

from services.kit import decimals

NUMBERS = st.one_of(
    st.decimals(min_value=-(10**14), max_value=10**14, places=2),
    st.tuples(
        st.integers(0, 1),
        st.lists(st.integers(0, 9), min_size=1, max_size=34).map(tuple),
        st.integers(-40, 10),
    ).map(Decimal),
    st.sampled_from([Decimal(each) for each in ("NaN", "-Infinity", "0E+3", "-0", "-0.00")]),
)


@given(NUMBERS)
def test_a_number_is_stored_as_the_driver_stores_it(number: Decimal) -> None:
    assert decimals.stored(number).bid == Decimal128(number).bid


@given(NUMBERS)
def test_a_number_is_read_with_all_its_digits_and_zeros(number: Decimal) -> None:
    kept = Decimal128(number)
    assert str(decimals.read(kept)) == str(kept.to_decimal())
