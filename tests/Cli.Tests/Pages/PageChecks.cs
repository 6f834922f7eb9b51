using System.Text.RegularExpressions;
using System.Xml.Linq;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Pages;

/// <summary>What holds of every page.</summary>
internal static partial class PageChecks
{
    /// <summary>Nothing comes from elsewhere; what names a place does not fetch it; pictures and charts are there, and each chart is well formed.</summary>
    public static void IsOneFile(string page)
    {
        Assert.All(Addresses().Matches(page).Select(static match => match.Value), static address => Assert.StartsWith("http://www.w3.org/", address, StringComparison.Ordinal));
        Assert.DoesNotMatch("(?i)<(link|iframe|object|embed|base)|@import|url\\((?!#)", page);
        Assert.All(Regex.Matches(page, "<img [^>]*>").Select(static match => match.Value), static image => Assert.Matches("^<img alt=\"[^\"]+\" src=\"data:image/png;base64,[A-Za-z0-9+/=]+\">$", image));
        Assert.All(Regex.Matches(page, "<svg .*?</svg>", RegexOptions.Singleline).Select(static match => match.Value), static chart => Assert.NotEmpty(XElement.Parse(chart).Attribute("aria-label")!.Value));
        Assert.DoesNotContain(page, static letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'));
    }

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

    [GeneratedRegex("<title>([^<]*)</title>")]
    private static partial Regex TitleWord();
}
