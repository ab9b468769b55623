"""Folding of table cells to a terminal's width."""

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from healcare_kg.results.table import write_table


def folded(cell: str, width: int) -> list[str]:
    """The lines of a table of one row whose second column is `cell`."""
    out = io.StringIO()
    write_table(["a", "b"], [["x", cell]], out, width=width)
    return [line[3:] for line in out.getvalue().splitlines()[2:]]


@given(
    st.text(st.sampled_from("ab/-_ 汉字，。（）ー한ｗ"), max_size=80),
    st.integers(min_value=12, max_value=60),
)
def test_a_folded_cell_fits_and_loses_nothing_but_blanks(cell, width):
    lines = folded(cell, width)
    assert all(cell_len(line) <= width - 3 for line in lines)
    assert "".join(lines).replace(" ", "") == cell.replace(" ", "")


def test_an_address_breaks_after_a_slash():
    assert folded("https://github.com/scutcyr/SoulChat", 28) == [
        "https://github.com/",
        "scutcyr/SoulChat",
    ]


def test_chinese_fills_the_line_and_no_line_begins_with_a_comma():
    assert folded("README 在模型表中链接，以表为准", 24) == ["README 在模型表中链", "接，以表为准"]
    assert folded("一二三四五六七八，九", 19) == ["一二三四五六七", "八，九"]


def test_ten_columns_of_the_survey_fit_a_terminal_of_eighty():
    out = io.StringIO()
    row = ["心理健康大模型 EmoLLM"] * 10
    write_table(["评测指标"] * 10, [row], out, width=80)
    assert max(map(cell_len, out.getvalue().splitlines())) <= 80
