using System.Net;
using ScoreSde.Data;
using ScoreSde.Images;

namespace ScoreSde.Cli.Pages;

/// <summary>What all pages share: one file each, with no other file and no network behind it, for screens of any size, light and dark, and for paper.</summary>
internal static class Html
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --grid: #d9dde1; --band: #f0eee2; --paper: #fff; --good: #00622c; --bad: #a30000; --open: #8a5a00 }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --soft: #9aa4ae; --grid: #3a4047; --band: #2d2b20; --paper: #15181c; --good: #6fd08c; --bad: #ff8a80; --open: #e8b45a } }
        body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; padding: 1rem; max-width: 75rem; overflow-wrap: anywhere }
        h1 { font-size: 1.5rem } h2 { font-size: 1.25rem; margin-top: 2.5rem; border-top: 1px solid var(--grid); padding-top: 1rem } h3 { font-size: 1rem; margin-top: 1.8rem }
        .wide { overflow-x: auto } table { border-collapse: collapse; font-size: .875rem }
        th, td { border-bottom: 1px solid var(--grid); padding: .25rem .6rem; text-align: left; vertical-align: top; overflow-wrap: normal }
        td.w { min-width: 15rem } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
        th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer } th button::after { content: " ↕"; color: var(--soft) }
        .best { font-weight: bold; color: var(--good) } .s { color: var(--soft); font-size: .85em }
        .passed { color: var(--good) } .failed { color: var(--bad); font-weight: bold } .not { color: var(--soft) } .undecided { color: var(--open) }
        .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(28rem, 100%), 1fr)); gap: 1rem } .charts.wide { grid-template-columns: minmax(0, 48rem) } figure { margin: 0 } svg { width: 100%; height: auto; fill: var(--ink) }
        .curves { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; padding: 0; list-style: none; font-size: .9rem } .gallery th { border: 0 } .gallery td { padding: .25rem; border: 0 } .gallery img { display: block; width: 100%; min-width: 5.5rem; max-width: 14rem; image-rendering: pixelated }
        .pictures { display: flex; flex-wrap: wrap; gap: 1rem } .pictures figure { width: 7.5rem } .pictures.large figure { width: min(22rem, 100%) } .pictures img { display: block; width: 100%; image-rendering: pixelated } figcaption { color: var(--soft); font-size: .85rem }
        .bar { display: block; background: var(--grid); width: 6rem; height: .4rem; margin: .2rem 0 0 auto } .bar i { display: block; height: 100%; background: var(--soft) } .bar .over { background: var(--bad) }
        pre { background: var(--band); padding: .6rem; overflow-x: auto; white-space: pre-wrap } dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem } dt { color: var(--soft) } dd { margin: 0 }
        @media print { :root { --ink: #000; --soft: #444; --grid: #ccc; --band: #eee; --paper: #fff; --good: #00622c; --bad: #a30000; --open: #8a5a00 } * { print-color-adjust: exact }
          body { font-size: 10pt; max-width: none; padding: 0 } table { font-size: 7.5pt } td.w { min-width: 0 } th, td { padding: .15rem .35rem } .wide { overflow: visible } .bar { width: 3rem } .charts { grid-template-columns: 1fr 1fr }
          section, figure, tr { break-inside: avoid } h2, h3 { break-after: avoid } th button::after { content: "" !important } }
        """;

    private const string Sorting = """
        document.querySelectorAll('th button').forEach(button => button.addEventListener('click', () => {
          const head = button.parentElement, table = head.closest('table'), body = table.tBodies[0], place = [...head.parentElement.children].indexOf(head);
          const up = head.getAttribute('aria-sort') !== 'ascending';
          const key = row => { const cell = row.cells[place]; return cell.dataset.v === undefined ? cell.textContent : cell.dataset.v === '' ? Infinity : Number(cell.dataset.v); };
          table.querySelectorAll('th').forEach(other => other.removeAttribute('aria-sort'));
          head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
          [...body.rows].sort((a, b) => { const x = key(a), y = key(b); return (up ? 1 : -1) * (typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y))); }).forEach(row => body.append(row));
        }));
        """;

    /// <summary>The lines before what the page holds.</summary>
    public static string Head(string title) => $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
        <title>{Text(title)}</title><style>
        {Style}
        </style></head><body>
        """;

    /// <summary>The lines after it.</summary>
    public static string Foot => $"<script>\n{Sorting}\n</script></body></html>\n";

    /// <summary>A picture as an address that holds it.</summary>
    public static string Address(Picture picture)
    {
        using var bytes = new MemoryStream();
        PngFile.Write(bytes, picture);
        return $"data:image/png;base64,{Convert.ToBase64String(bytes.ToArray())}";
    }

    /// <summary>Text as text: no name from a file is markup, and control characters are shown.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(Excerpt.Escaped(text));
}
