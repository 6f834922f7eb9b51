using ScoreSde.Tests.Rooms;

namespace ScoreSde.Tests;

/// <summary>Rooms use rooms on lower floors alone, and docs/architecture.md has all of them.</summary>
[Trait("Category", "Once")]
public sealed class RoomsTests
{
    [Theory]
    [InlineData("src/Sde", "ScoreSde", "ScoreSde.Sde")]
    [InlineData("src/Score", "ScoreSde", "ScoreSde.Score")]
    [InlineData("src/Score.Onnx", "ScoreSde.Onnx", "ScoreSde.Score.Onnx")]
    [InlineData("src/Score.Cuda", "ScoreSde.Cuda", "ScoreSde.Score.Cuda")]
    [InlineData("src/Comparison", "ScoreSde.Comparison", "ScoreSde.Comparison")]
    [InlineData("src/Verification", "ScoreSde.Verification", "ScoreSde.Verification")]
    [InlineData("src/Cli", "ScoreSde.Cli", "scoresde")]
    public void All_arrows_go_down(string project, string ground, string assembly) =>
        Assert.Empty(Floors.Faults(Floors.Page(), project, ground, Graph(assembly)));

    [Fact]
    public void An_arrow_that_goes_up_is_seen_and_so_are_rooms_that_are_missing()
    {
        RoomGraph graph = Graph("ScoreSde.Sde");
        Assert.Contains(("ScoreSde.Solvers", "ScoreSde.States"), graph.Arrows.Keys);
        string page = Floors.Page();
        Assert.Contains(Floors.Faults(page.Replace("| 5 | Solvers |", "| 2 | Solvers |", StringComparison.Ordinal), "src/Sde", "ScoreSde", graph), fault => fault.StartsWith("src/Sde: Solvers uses States", StringComparison.Ordinal));
        Assert.Equal(["src/Sde: Paths is not on the page", "src/Sde: Ways is on the page alone"], Floors.Faults(page.Replace("| 4 | Paths |", "| 4 | Ways |", StringComparison.Ordinal), "src/Sde", "ScoreSde", graph));
    }

    private static RoomGraph Graph(string assembly) => new(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));
}
