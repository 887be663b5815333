"""What the page draws is safe and says what Slack would say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.workspace.page.markdown import markdown_html
from deploy.workspace.page.mrkdwn import Mrkdwn

TEXTS = Mrkdwn(lambda user: {"U1": "Karin <Lund>"}.get(user, user), lambda _: "forum")
AWAY = 'target="_blank" rel="noopener noreferrer"'

MARKUP = [
    ("*fet* _kursiv_ ~struken~", "<b>fet</b> <i>kursiv</i> <s>struken</s>"),
    ("a*b*c 2*3*4 snake_case_name", "a*b*c 2*3*4 snake_case_name"),
    ("`kod *ej fet*`", "<code>kod *ej fet*</code>"),
    ("```rad 1\n<b>```", "<pre>rad 1\n&lt;b&gt;</pre>"),
    ("<@U1>", '<span class="mention" data-user="U1">@Karin &lt;Lund&gt;</span>'),
    ("<#C1>", '<span class="mention">#forum</span>'),
    ("<https://a.se?x=1&amp;y=2|här>", f'<a href="https://a.se?x=1&amp;y=2" {AWAY}>här</a>'),
    ("<javascript:alert(1)|här>", "här"),
    ("<!channel>", '<span class="mention">@channel</span>'),
    ("&lt;!channel&gt; &amp; vi", "&lt;!channel&gt; &amp; vi"),
    ("&gt; citat\n&gt; mer\nslut", "<blockquote>citat<br>mer</blockquote>slut"),
    ("<script>alert(1)</script>", "script"),
    (":white_check_mark: :okänd:", "✅ :okänd:"),
    ("<!date^1504508400^{date_num} {time}|i september>", "<time>2017-09-04 09:00</time>"),
    ('" onmouseover="x', "&quot; onmouseover=&quot;x"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "drawn"), MARKUP)
def test_markup_becomes_these_tags_and_no_others(text: str, drawn: str) -> None:
    if text.startswith("<script"):
        assert "<script" not in TEXTS.html(text)
    else:
        assert TEXTS.html(text) == drawn


@given(st.text(alphabet="<>&\"'`*_~|@#!:/ \n\x00abcjavscript0123", max_size=60))
def test_no_text_opens_a_tag_of_its_own(text: str) -> None:
    known = ("b>", "i>", "s>", "br>", "code>", "pre>", "blockquote>", "span ", "span>", "time>",
             'a href="http', 'a href="mailto', "a>")  # fmt: skip

    for part in TEXTS.html(text).split("<")[1:]:
        assert part.removeprefix("/").startswith(known)


MARKDOWN = [
    ("# Rubrik", "<h1>Rubrik</h1>"),
    ("**fet** [länk](https://a.se)", 'href="https://a.se"'),
    ("- ett\n- två", "<li>ett</li>"),
    ("|A|B|\n|-|-|\n|1|2|", "<td>1</td>"),
]


@pytest.mark.parametrize(("text", "part"), MARKDOWN)
def test_markdown_is_drawn(text: str, part: str) -> None:
    assert part in markdown_html(text)


@pytest.mark.parametrize(
    "text",
    ["<script>x</script>", "[a](javascript:x)", '<img src=x onerror="x">', "<a onclick=x>a</a>"],
)
def test_markdown_lets_nothing_through_that_runs(text: str) -> None:
    drawn = markdown_html(text)
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert "javascript:" not in drawn.replace("[a](javascript:x)", "")
    assert " onclick" not in drawn.replace("&lt;a onclick", "")
