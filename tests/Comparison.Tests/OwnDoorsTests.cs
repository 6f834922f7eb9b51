using ScoreSde.Comparison;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.Reports;
using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Tests.Doors;

namespace ScoreSde.Tests;

/// <summary>Null in the place of one argument is refused by that argument's name, where all else is as usual.</summary>
[Trait("Category", "Once")]
public sealed class OwnDoorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scoresde-doors-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Null_is_refused_by_name()
    {
        Answers answers = Questions.AskForNull(Door.Of(typeof(ComparisonRun).Assembly, ofObjects: true), new Arguments(Path.Combine(folder, "x"), [.. Own()]));
        Assert.True(answers.Faults.Count == 0, string.Join('\n', answers.Faults));
        Assert.True(answers.Unknown.Count == 0, string.Join('\n', answers.Unknown));
        Assert.True(answers.Calls > 30, $"only {answers.Calls} calls were made, of {answers.Known} doors");
    }

    private static IEnumerable<object> Own()
    {
        DataSet data = SyntheticData.Create("moons", 20, seed: 0);
        var rows = new Samples(data.Memory, 2);
        ISampleMetric metric = new SlicedWasserstein();
        var report = new ProblemReport("m", "vp", "linear", ["balanced"], "float", 0, 100, 2, [], new Dictionary<string, MetricValue>(), "", [], [], true);
        return
        [
            new ExactProblem("ring", GaussianMixture.Ring(), new VariancePreserving(new LinearSchedule())), new ComparisonSettings { Contestants = Contestant.Of(new Heun()), Samples = 3 },
            report, metric, metric.Against(rows), new CopyingCheck().Against(new KnownRows(rows), rows), new NearestNeighbourClassifier(Digits.Load().Select([0, 1, 2, 3, 4, 5]), 1), new Itself(),
            new DistanceMeasure(metric, metric.Against(rows)),
        ];
    }

    private sealed class Itself : IFeatureMap
    {
        public string Name => "itself";

        public int Dimension => 2;

        public Samples Of(Samples samples) => samples;
    }
}
