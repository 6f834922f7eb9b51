using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Pages;

/// <summary>How pages and their charts look: what they are built of is kept as a text. SCORESDE_ACCEPT=1 writes it anew; look at the page before you commit it.</summary>
[Trait("Category", "Once")]
public sealed class PageShapesTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("compare", "--model gaussian --solvers em,ddim --nfe 3,5,9,20 --count 200")]
    [InlineData("verify", "--only order/*heun* --cases 3")]
    [InlineData("restore", "--model mixture8 --task compressed:1 --method mmps --noise 0.5 --steps 6 --count 30")]
    [InlineData("likelihood", "--model mixture8 --count 9 --steps 64 --dtype double")]
    public void A_page_is_built_as_it_was(string verb, string words)
    {
        ProgramRun.Done([verb, .. words.Split(' '), "--report", folder["p.html"]]);
        string page = File.ReadAllText(folder["p.html"]);
        PageChecks.IsOneFile(page);
        Golden.Check($"page-{verb}", PageChecks.Shape(page));
    }
}
