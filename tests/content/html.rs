//! What a hostile deck can show: nothing but text, links that say where they go, and its own
//! pictures.

use expect_test::{Expect, expect};
use rehearse_core::content::{HtmlOptions, inline_to_html, plain_text, to_html};

#[track_caller]
fn check(markdown: &str, expect: Expect) {
    expect.assert_eq(to_html(markdown, &HtmlOptions::default()).trim_end());
}

#[test]
fn code_and_its_output_are_one_object() {
    check(
        "```python\nprint(1)\n```\n\n```output\n1\n```\n",
        expect![[r#"
        <div class="code" data-language="python"><pre tabindex="0"><code>print(1)
        </code></pre><pre class="output">1
        </pre></div>"#]],
    );
    check(
        "```python raises=TypeError\nx\n```\n\nText.\n\n    plain\n",
        expect![[r#"
        <div class="code" data-language="python"><pre tabindex="0"><code>x
        </code></pre></div>
        <p>Text.</p>
        <div class="code"><pre tabindex="0"><code>plain
        </code></pre></div>"#]],
    );
    check(
        "```output\n\nblank\n```\n",
        expect![[r#"
        <div class="code"><pre class="output">

        blank
        </pre></div>"#]],
    );
    check(
        "```output\nlone\n```\n",
        expect![[r#"
        <div class="code"><pre class="output">lone
        </pre></div>"#]],
    );
}

#[test]
fn inline_code_that_is_long_may_break() {
    check(
        "`short` and `a_name_longer_than_twenty_four()`",
        expect![[
            r#"<p><code>short</code> and <code class="long">a_name_longer_than_twenty_four()</code></p>"#
        ]],
    );
}

#[test]
fn tables_lists_and_headings_are_plain_elements() {
    check(
        "| a | b |\n|:--|--:|\n| 1 | ~~2~~ |\n",
        expect![[
            r#"<table><thead><tr><th align="left">a</th><th align="right">b</th></tr></thead><tbody><tr><td align="left">1</td><td align="right"><del>2</del></td></tr></tbody></table>"#
        ]],
    );
    check(
        "3. three\n4. four\n\n   more\n",
        expect![[r#"
        <ol start="3">
        <li><p>three</p>
        </li>
        <li><p>four</p>
        <p>more</p>
        </li>
        </ol>"#]],
    );
    check(
        "- [ ] no\n- [x] yes\n",
        expect![[r#"
        <ul>
        <li>☐ no</li>
        <li>☑ yes</li>
        </ul>"#]],
    );
    check(
        "# Big {#id .class}\n\n###### Small\n",
        expect![[r#"
        <h4>Big {#id .class}</h4>
        <h6>Small</h6>"#]],
    );
}

#[test]
fn web_links_are_marked_as_leading_out_and_card_links_as_cards() {
    check(
        "[docs](https://docs.python.org/3/?a=1&b=2 \"title\") <http://x.y/>",
        expect![[
            r#"<p><a href="https://docs.python.org/3/?a=1&amp;b=2" data-external="" rel="noopener noreferrer">docs</a> <a href="http://x.y/" data-external="" rel="noopener noreferrer">http://x.y/</a></p>"#
        ]],
    );
    check(
        "[card](card:deck/card) [deep](card:deck/card/more)",
        expect![[
            r##"<p><a href="#" data-card="deck/card">card</a> <a href="#" data-card="deck/card/more">deep</a></p>"##
        ]],
    );
    check(
        "[](https://x.y)",
        expect![[
            r#"<p><a href="https://x.y" data-external="" rel="noopener noreferrer">https://x.y</a></p>"#
        ]],
    );
}

#[test]
fn other_addresses_are_text() {
    check(
        "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,x)",
        expect!["<p>a (javascript:alert(1)) b (JaVaScRiPt:alert(1)) c (data:text/html,x)</p>"],
    );
    check(
        "[d](file:///etc/passwd) [e](//evil.example) [f](../x.md) [g](#top) [h](card:Bad)",
        expect!["<p>d (file:///etc/passwd) e (//evil.example) f (../x.md) g (#top) h (card:Bad)</p>"],
    );
    check(
        "<mailto:a@b.c> <a@b.c> [i](mailto:a@b.c) [j](<https://x.y/a b>)",
        expect!["<p>mailto:a@b.c a@b.c i (mailto:a@b.c) j (https://x.y/a b)</p>"],
    );
    check(
        "[k](&#106;avascript:alert(1)) [l](java&#x0A;script:alert(1)) [m](vbscript:x)",
        expect![[r#"
        <p>k (javascript:alert(1)) l (java
        script:alert(1)) m (vbscript:x)</p>"#]],
    );
}

#[test]
fn only_the_decks_own_pictures_are_shown() {
    check(
        "![A plot](media/plot-1.png)",
        expect![[r#"<p><img data-media="media/plot-1.png" alt="A plot"></p>"#]],
    );
    check(
        "![far](https://x.y/z.png) ![up](media/../../x.png) ![abs](/etc/x.png) ![data](data:image/png;base64,AA)",
        expect![
            "<p>far (https://x.y/z.png) up (media/../../x.png) abs (/etc/x.png) data (data:image/png;base64,AA)</p>"
        ],
    );
    check(
        "![a \"quoted\" <b>](media/a.png) ![dot](media/.hidden) ![in ![nested](media/b.png)](https://x.y)",
        expect![[
            r#"<p><img data-media="media/a.png" alt="a &quot;quoted&quot; &lt;b&gt;"> dot (media/.hidden) in nested (https://x.y)</p>"#
        ]],
    );
    let without = HtmlOptions { images: false };
    expect!["<p>A plot (media/plot-1.png)</p>"]
        .assert_eq(to_html("![A plot](media/plot-1.png)", &without).trim_end());
}

#[test]
fn raw_html_is_shown_as_text() {
    check("<script>alert(1)</script>", expect!["<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"]);
    check("a <img src=x onerror=alert(1)> b", expect!["<p>a &lt;img src=x onerror=alert(1)&gt; b</p>"]);
    check(
        "<form action=//x><input name=a><button>b</button></form>",
        expect![
            "<p>&lt;form action=//x&gt;&lt;input name=a&gt;&lt;button&gt;b&lt;/button&gt;&lt;/form&gt;</p>"
        ],
    );
    check(
        "<p id=a name=b style=\"x\" class=c onclick=d>text</p>",
        expect![[r#"<p>&lt;p id=a name=b style="x" class=c onclick=d&gt;text&lt;/p&gt;</p>"#]],
    );
    check(
        "<!-- comment -->\n\n<style>p{}</style>\n\n<iframe src=x>",
        expect![[r#"
        <p>&lt;!-- comment --&gt;
        </p>
        <p>&lt;style&gt;p{}&lt;/style&gt;
        </p>
        <p>&lt;iframe src=x&gt;</p>"#]],
    );
    check(
        "&lt;script&gt; `<script>` \\<b>",
        expect!["<p>&lt;script&gt; <code>&lt;script&gt;</code> &lt;b&gt;</p>"],
    );
}

#[test]
fn attributes_cannot_be_broken_out_of() {
    check(
        "[a](https://x.y/\"onclick=alert(1))",
        expect![[
            r#"<p><a href="https://x.y/&quot;onclick=alert(1)" data-external="" rel="noopener noreferrer">a</a></p>"#
        ]],
    );
    check(
        "![\" onerror=\"alert(1)](media/a.png)",
        expect![[r#"<p><img data-media="media/a.png" alt="&quot; onerror=&quot;alert(1)"></p>"#]],
    );
    check(
        "```py\"onclick=x\ncode\n```",
        expect![[r#"
        <div class="code"><pre tabindex="0"><code>code
        </code></pre></div>"#]],
    );
    check(
        "```<b>\ncode\n```",
        expect![[r#"
        <div class="code"><pre tabindex="0"><code>code
        </code></pre></div>"#]],
    );
}

#[test]
fn characters_that_reorder_text_are_shown() {
    check(
        "`a\u{202E}b` text\u{2066} [x](https://x.y/\u{202E}z)",
        expect![[
            r#"<p><code>a<span class="bidi" title="U+202E RIGHT-TO-LEFT OVERRIDE">⟨U+202E⟩</span>b</code> text<span class="bidi" title="U+2066 LEFT-TO-RIGHT ISOLATE">⟨U+2066⟩</span> x (https://x.y/<span class="bidi" title="U+202E RIGHT-TO-LEFT OVERRIDE">⟨U+202E⟩</span>z)</p>"#
        ]],
    );
    check(
        "```python\n# \u{202E}x\u{2069}\u{200F}\n```",
        expect![[r#"
        <div class="code" data-language="python"><pre tabindex="0"><code># <span class="bidi" title="U+202E RIGHT-TO-LEFT OVERRIDE">⟨U+202E⟩</span>x<span class="bidi" title="U+2069 POP DIRECTIONAL ISOLATE">⟨U+2069⟩</span><span class="bidi" title="U+200F RIGHT-TO-LEFT MARK">⟨U+200F⟩</span>
        </code></pre></div>"#]],
    );
    check(
        "bell\u{7} nul\0",
        expect![[
            r#"<p>bell<span class="bidi" title="U+0007 CONTROL CHARACTER">⟨U+0007⟩</span> nul<span class="bidi" title="U+0000 NUL">⟨U+0000⟩</span></p>"#
        ]],
    );
    for c in
        "\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}\u{200E}\u{200F}\u{061C}"
            .chars()
    {
        for markdown in [
            format!("a{c}b"),
            format!("`{c}`"),
            format!("```\n{c}\n```"),
            format!("![{c}](media/a.png)"),
            format!("[a](https://x{c}.y)"),
            format!("# {c}"),
        ] {
            let html = to_html(&markdown, &HtmlOptions::default()) + &inline_to_html(&markdown);
            assert!(!html.contains(c), "{markdown:?} leaves {:04X} in {html}", u32::from(c));
        }
    }
}

#[test]
fn headings_and_points_come_without_a_paragraph() {
    let cases = [
        ("What does `a` do?", "What does <code>a</code> do?"),
        ("1. is not a list here", "1. is not a list here"),
        ("# nor a heading #", "# nor a heading #"),
        ("C #", "C #"),
        ("two\nlines", "two\nlines"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("<b>x</b> {#id}", "&lt;b&gt;x&lt;/b&gt; {#id}"),
        ("", ""),
    ];
    for (markdown, html) in cases {
        assert_eq!(inline_to_html(markdown), html, "{markdown:?}");
    }
}

#[test]
fn plain_text_keeps_words_and_drops_marks() {
    let cases = [
        ("What does `__init__` do in *C++*?", "What does __init__ do in C++?"),
        ("Some [link](https://x.y).\n\nMore\ntext.", "Some link.\nMore text."),
        ("- a\n- b\n  - c\n\n1. x\n2. y", "a\nb\nc\n1. x\n2. y"),
        ("```python\nx = 1\ny\n```\n\nAfter", "x = 1\ny\nAfter"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a\tb\n1\t2"),
        ("a\u{202E}b\0c", "abc"),
        ("# not\n\n<b>raw</b>", "not\n<b>raw</b>"),
        ("1. one line", "1. one line"),
    ];
    for (markdown, text) in cases {
        assert_eq!(plain_text(markdown), text, "{markdown:?}");
    }
}

proptest::proptest! {
    /// Whatever the text, only the elements and attributes of the list come out.
    #[test]
    fn no_text_makes_an_element_that_is_not_on_the_list(text in "[a-z<>/\"'=:!\\[\\]()`#&;\n {}*_-]{0,80}") {
        let html = to_html(&text, &HtmlOptions::default());
        for tag in html.split('<').skip(1) {
            let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            let known = ["p", "ul", "ol", "li", "em", "strong", "del", "code", "pre", "blockquote", "table", "thead",
                "tbody", "tr", "th", "td", "h4", "h5", "h6", "hr", "br", "a", "img", "div", "span"];
            proptest::prop_assert!(known.contains(&name.as_str()), "<{}> in {}", name, html);
            let attributes = tag.split('>').next().unwrap_or_default();
            for bad in [" id=", " name=", " style=", " on", " src=", "javascript:", "data:"] {
                proptest::prop_assert!(!attributes.contains(bad), "{} in {}", bad, html);
            }
        }
    }
}
