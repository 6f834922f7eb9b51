using ScoreSde.Tests.Options;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Devices;

/// <summary>What the kernel of whole runs is told not to do, with a card or without: the words and no others.</summary>
[Trait("Category", "Once")]
public sealed class FusedCudaTests(Inputs inputs) : IClassFixture<Inputs>
{
    private static readonly Dictionary<string, string> Refusals = new()
    {
        ["kind"] = "is neither a perceptron nor a mixture, which is all that the kernel of --device cuda knows.",
        ["start"] = "begins at α = 0, where the kernel of --device cuda, which knows the ε of a mixture alone, has no answer; --device cpu and torch have.",
        ["guidance"] = "The kernel of --device cuda guides by a weight alone; an interval, rescaling, CFG++ and a guide are for --device cpu, torch and cuda with --engine torch.",
        ["products"] = "Products in bfloat16 (--precision, --mixed) are for a network and --dtype float.",
        ["words"] = "--mixed means --precision bfloat16, which contradicts --precision exact.",
    };

    [Theory]
    [InlineData("--model mixture8")]
    [InlineData("--model mixture8 --schedule zero-snr:ddpm", "start")]
    [InlineData("--model mixture8 --process flow", "start")]
    [InlineData("--model mixture8 --process ve")]
    [InlineData("--model {net}")]
    [InlineData("--model {net} --precision exact --dtype double")]
    [InlineData("--model {net} --precision bfloat16")]
    [InlineData("--model {net} --mixed")]
    [InlineData("--model {net} --mixed --precision bfloat16")]
    [InlineData("--model {net} --mixed --precision exact", "words")]
    [InlineData("--model {net} --precision bfloat16 --dtype double", "products")]
    [InlineData("--model {net} --mixed --dtype double", "products")]
    [InlineData("--model mixture8 --precision bfloat16", "products")]
    [InlineData("--model {net} --label 3 --guidance 2")]
    [InlineData("--model {net} --label 3 --guidance 2 --guidance-interval 0.3,3", "guidance")]
    [InlineData("--model {net} --label 3 --guidance 2 --guidance-rescale 0.5", "guidance")]
    [InlineData("--model {net} --guide {net2} --guidance 2", "guidance")]
    [InlineData("--model NETWORKS/exact.onnx", "kind")]
    [InlineData("--model NETWORKS/exact.onnx --precision bfloat16", "kind", "products")]
    public void What_it_does_not_do_is_told_and_nothing_else(string words, params string[] refusals)
    {
        using var folder = new Folder();
        string[] all = [.. inputs.Files.Words($"sample {words} --device cuda --solver ddim --steps 2 --count 2 --out")
            .Select(static word => word.Replace("NETWORKS", Repository.PathTo("tests/Score.Onnx.Tests/Networks"), StringComparison.Ordinal)), folder["x.npy"]];
        string told = ProgramRun.Of(all).Error;
        Assert.Equal(refusals.Order(), Refusals.Where(refusal => told.Contains(refusal.Value, StringComparison.Ordinal)).Select(static refusal => refusal.Key).Order());
    }
}
