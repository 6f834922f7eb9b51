using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ScoreSde.Cli;
using ScoreSde.Cli.Keeping;
using ScoreSde.Cli.Output;
using ScoreSde.Tests.Support;
using ScoreSde.Training;

namespace ScoreSde.Tests.Commands;

/// <summary>The figure of a training run.</summary>
[Trait("Category", "Once")]
public sealed class LossCurveTests : IDisposable
{
    private static readonly string[] Ring = ["train", "--data", "mixture8", "--steps", "40", "--width", "16", "--depth", "1", "--batch", "32"];

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Where_the_law_is_known_the_curve_lies_above_its_least_loss()
    {
        ProgramRun run = ProgramRun.Done([.. Ring, "--out", folder["m"], "--figure", folder["loss.svg"]]);
        string figure = File.ReadAllText(folder["loss.svg"]);
        XDocument.Parse(figure);
        Assert.Contains("moving average", figure, StringComparison.Ordinal);
        Match told = Regex.Match(run.Out, "loss.svg: loss curve; the exact score's loss is ([0-9.]+)\n");
        Assert.Contains($"least possible, {told.Groups[1].Value}", figure, StringComparison.Ordinal);
        double loss = double.Parse(Regex.Match(run.Out, "40 steps, loss ([0-9.]+)").Groups[1].Value, CultureInfo.InvariantCulture);
        double least = double.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(least, 0.1, loss);
    }

    [Fact]
    public void The_figure_changes_nothing_of_the_network_and_of_other_data_no_least_loss_is_told()
    {
        string[] moons = [.. Ring.Select(static word => word == "mixture8" ? "moons" : word)];
        ProgramRun.Done([.. moons, "--out", folder["a"]]);
        ProgramRun run = ProgramRun.Done([.. moons, "--out", folder["b"], "--figure", folder["loss.svg"]]);
        Assert.Equal(File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["b"]));
        Assert.EndsWith("loss.svg: loss curve\n", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("least possible", File.ReadAllText(folder["loss.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_run_has_a_figure_and_the_resumed_one_shows_all_of_it()
    {
        using var stop = new CancellationTokenSource();
        using var talk = new StoppingWriter("step 12 of 40", stop) { NewLine = "\n" };
        Assert.Equal(App.Failed, App.Run([.. Ring, "--out", folder["m"], "--figure", folder["a.svg"]], new Terminal(TextWriter.Null, talk) { Cancellation = stop.Token }));
        Assert.Contains("Stopped after step 12", talk.ToString(), StringComparison.Ordinal);
        XDocument.Load(folder["a.svg"]);
        ProgramRun.Done("train", "--resume", folder["m"], "--out", folder["m"], "--figure", folder["b.svg"]);
        Assert.Equal(["a.svg", "b.svg", "m"], folder.Files);
    }

    [Fact]
    public void A_figure_that_cannot_be_written_costs_no_network()
    {
        ProgramRun early = ProgramRun.Of([.. Ring, "--out", folder["m"], "--figure", folder["none/a.svg"]]);
        Assert.Equal(App.BadUsage, early.Code);
        Assert.Empty(folder.Files);
        Assert.Contains("--figure writes .svg or .png, not .gif", ProgramRun.Of([.. Ring, "--out", folder["m"], "--figure", folder["a.gif"]]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_runs_keep_the_ends_of_a_thousand_parts_in_their_order()
    {
        const int Steps = 5000;
        var curve = new LossCurve(new Progress<TrainingProgress>());
        for (int step = 1; step <= Steps; step++)
        {
            curve.Report(new TrainingProgress(step, Steps, step % 5 == 2 ? 9 : step % 5 == 4 ? 1 : 5, step, 0, 0));
        }

        Assert.Equal(2000, curve.Single.Count);
        Assert.Equal([(2.0, 9.0), (4.0, 1.0), (7.0, 9.0)], curve.Single.Take(3));
        Assert.Equal(1000, curve.Smoothed.Count);
        Assert.Equal((5.0, 5.0), curve.Smoothed[0]);
        Assert.Equal((5000.0, 5000.0), curve.Smoothed[^1]);
    }

    [Fact]
    public void Short_runs_keep_every_step_once()
    {
        var curve = new LossCurve(new Progress<TrainingProgress>());
        for (int step = 1; step <= 7; step++)
        {
            curve.Report(new TrainingProgress(step, 7, 10 - step, step, 0, 0));
        }

        Assert.Equal(Enumerable.Range(1, 7).Select(static step => ((double)step, 10.0 - step)), curve.Single);
        Assert.Equal(7, curve.Smoothed.Count);
    }
}
