using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests;

/// <summary>What the README shows is what the repository holds: its code is compiled code.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_custom_sampler_in_the_readme_is_the_compiled_one()
    {
        string source = Read("samples/CustomSampler/MidpointInLambda.cs");
        string body = source[source.IndexOf("/// <summary>A sampler", StringComparison.Ordinal)..].Trim();

        Assert.Contains(body, Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_example_in_the_readme_runs_as_printed()
    {
        var process = new VariancePreserving(new LinearSchedule(betaAtZero: 0.1, betaAtOne: 20));
        GaussianMixture data = GaussianMixture.Ring(modes: 8, radius: 4, deviation: 0.3);
        TimeGrid grid = Grids.Quadratic(steps: 25);
        SampleSet<float> samples = Sampler.Sample(process, data.Score<float>(), new Heun(), grid, count: 10_000, seed: 42);

        Assert.Equal((10_000, 2, 49), (samples.Count, samples.Dimension, samples.Evaluations));
        string[] printed = [.. Section("As a library").Split('\n').Where(line => line.EndsWith(';'))];
        Assert.Equal(4, printed.Length);
        string source = Read("tests/Cli.Tests/ReadmeTests.cs");
        Assert.All(printed, line => Assert.Contains($"        {line}\n", source, StringComparison.Ordinal));
    }

    private static string Section(string head)
    {
        string readme = Read("README.md");
        int start = readme.IndexOf($"## {head}", StringComparison.Ordinal);
        return readme[start..readme.IndexOf("\n## ", start, StringComparison.Ordinal)];
    }

    private static string Read(string path)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ScoreSde.sln")))
        {
            folder = folder.Parent;
        }

        return File.ReadAllText(Path.Combine(folder!.FullName, path)).ReplaceLineEndings("\n");
    }
}
