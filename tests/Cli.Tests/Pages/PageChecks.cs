using System.Text.RegularExpressions;
using System.Xml.Linq;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Pages;

/// <summary>What holds of every page.</summary>
internal static partial class PageChecks
{
    // Elements of HTML that have no end.
    private static readonly string[] Void = ["meta", "img", "br", "hr", "input", "col"];

    /// <summary>Nothing comes from elsewhere; what names a place does not fetch it; pictures and charts are there, and each chart is well formed.</summary>
    public static void IsOneFile(string page)
    {
        Assert.All(Addresses().Matches(page).Select(static match => match.Value), static address => Assert.StartsWith("http://www.w3.org/", address, StringComparison.Ordinal));
        Assert.DoesNotMatch("(?i)<(link|iframe|object|embed|base)|@import|url\\((?!#)", page);
        Assert.All(Regex.Matches(page, "<img [^>]*>").Select(static match => match.Value), static image => Assert.Matches("^<img alt=\"[^\"]+\" src=\"data:image/png;base64,[A-Za-z0-9+/=]+\">$", image));
        Assert.All(Chart().Matches(page).Select(static match => match.Value), static chart => Assert.NotEmpty(XElement.Parse(chart).Attribute("aria-label")!.Value));
        IsNested(page);
        Assert.DoesNotContain(page, static letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'));
    }

    /// <summary>
    /// What a page and its charts are built of, without their numbers: each kind of element with its look, in the order of its first, and outside charts how often it stands there.
    /// Lengths of paths, places and texts are left out; colours, dashes, widths of lines and sizes of letters are not.
    /// </summary>
    public static string Shape(string page)
    {
        string plain = Plain(page);
        string[] own = Looks(Chart().Replace(plain, "<svg></svg>"));
        string[] charts = Looks(string.Concat(Chart().Matches(plain)));
        return string.Concat(own.CountBy(static look => look).Select(static pair => $"{pair.Value,5}  {pair.Key}\n"))
            + string.Concat(charts.Distinct().Select(static look => $"       {look}\n"));

        static string[] Looks(string text) => [.. Tags().Matches(text).Where(static tag => tag.Groups[1].Length == 0).Select(static tag => Look(tag.Groups[2].Value, tag.Groups[3].Value))];

        static string Look(string name, string attributes) => name + string.Concat(Attributes().Matches(attributes).Select(static attribute => (attribute.Groups[1].Value, attribute.Groups[2].Value) switch
        {
            ("d" or "points" or "x" or "y" or "x1" or "y1" or "x2" or "y2" or "cx" or "cy" or "transform" or "data-v" or "alt" or "src" or "aria-label" or "title" or "viewBox" or "id" or "clip-path" or "width" or "height", _) => "",
            ("style", var style) => $" style=\"{Share().Replace(style, "width:#%")}\"",
            var (key, value) => $" {key}=\"{value}\"",
        }));
    }

    // Every element ends, and ends within the one it stands in.
    private static void IsNested(string page)
    {
        var open = new Stack<string>();
        foreach (Match tag in Tags().Matches(Plain(page)))
        {
            string name = tag.Groups[2].Value;
            if (tag.Groups[1].Length > 0)
            {
                Assert.True(open.TryPop(out string? last) && last == name, $"</{name}> at {tag.Index} ends {last ?? "nothing"}");
            }
            else if (!Void.Contains(name) && !tag.Groups[3].Value.EndsWith('/'))
            {
                open.Push(name);
            }
        }

        Assert.Empty(open);
    }

    // Without what is no markup.
    private static string Plain(string page) => Foreign().Replace(page, "$1$3");

    /// <summary>What a browser says of the page after a script of ours, which leaves its finding in the title. No word on the console, which tells of requests too.</summary>
    public static string InBrowser(Folder folder, string page, string script)
    {
        File.WriteAllText(folder["shown.html"], page.Replace("</body>", $"<script>document.title = {script}</script></body>", StringComparison.Ordinal));
        (string document, string[] console) = Chromium.Open(folder["shown.html"], folder["profile"]);
        Directory.Delete(folder["profile"], recursive: true);
        Assert.Empty(console);
        return TitleWord().Match(document).Groups[1].Value;
    }

    [GeneratedRegex("https?://[^\"' <)]*")]
    private static partial Regex Addresses();

    [GeneratedRegex("<(/?)([A-Za-z][A-Za-z0-9]*)((?:\\s[^<>]*)?/?)>")]
    private static partial Regex Tags();

    [GeneratedRegex("([A-Za-z-]+)=\"([^\"]*)\"")]
    private static partial Regex Attributes();

    [GeneratedRegex("<svg .*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Chart();

    [GeneratedRegex("width:[0-9.]+%")]
    private static partial Regex Share();

    [GeneratedRegex("(<(script|style)[^>]*>).*?(</\\2>)|<!--.*?-->|<!DOCTYPE[^>]*>|<\\?xml[^>]*>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Foreign();

    [GeneratedRegex("<title>([^<]*)</title>")]
    private static partial Regex TitleWord();
}
