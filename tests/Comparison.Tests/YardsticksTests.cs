using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.Reports;
using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests;

/// <summary>What samples are measured by: what each measure is for, what real data gets by it, and what is said of it.</summary>
public sealed class YardsticksTests
{
    private static readonly VariancePreserving Forward = new(new LinearSchedule());

    private static readonly Dictionary<string, MeasureGoal> Goals = new()
    {
        ["slicedWasserstein"] = MeasureGoal.Low,
        ["energyDistance"] = MeasureGoal.Low,
        ["frechet"] = MeasureGoal.Low,
        ["logDensityGap"] = MeasureGoal.Zero,
        ["labelAgreement"] = MeasureGoal.AsReal,
        ["copiedShare"] = MeasureGoal.LikeFloor,
        ["nearestRatio"] = MeasureGoal.LikeFloor,
        ["featureFrechet"] = MeasureGoal.Low,
        ["featureEnergyDistance"] = MeasureGoal.Low,
    };

    /// <summary>Real rows that no measure has seen lie within four of its errors of the floor, and samples that are far off do not; what is not plain has a line.</summary>
    [Theory]
    [InlineData("law", 6, "Δ ln p:", "f: in the 3 features of triple.")]
    [InlineData("labels", 8, "label:", "copied:", "f: in the 3 features of triple.")]
    public void Real_data_gets_the_floor(string data, int measures, params string[] notes)
    {
        SamplingProblem problem = data == "law" ? new ExactProblem("ring", GaussianMixture.Ring(), Forward) : new TwoClasses();
        Assert.Equal("samples", Assert.Throws<ArgumentOutOfRangeException>(() => Yardsticks.For(problem, 0, 1)).ParamName);
        Yardstick yardstick = Yardsticks.For(problem, 300, 1, features: new Triple());
        Assert.Equal(measures, yardstick.Measures.Count);
        Assert.Equal(yardstick.Measures.Select(static measure => measure.Facts.Name).Order(), yardstick.Floor.Keys.Order());
        Assert.All(yardstick.Measures, measure => Assert.Equal(Goals[measure.Facts.Name], measure.Facts.Goal));
        Assert.All(notes, start => Assert.Single(yardstick.Notes, note => note.StartsWith(start, StringComparison.Ordinal)));
        Samples real = data == "law" ? Samples.Of(problem.Reference.Rows(300, 99)) : TwoClasses.Rows(300, 99);
        var wrong = new Samples(Array.ConvertAll(real.Values.ToArray(), static value => (3 * value) + 5), 2);
        foreach (Measure measure in yardstick.Measures)
        {
            MetricValue floor = yardstick.Floor[measure.Facts.Name];
            double tolerance = measure.Facts.Name == "nearestRatio" ? 0.3 : 4 * double.Hypot(measure.Of(real).StandardError, floor.StandardError);
            Assert.True(tolerance < (measure.Facts.Goal == MeasureGoal.LikeFloor ? 1 : 10), $"{measure.Facts.Name} {tolerance}");
            Assert.True(OffBy(measure, real) <= tolerance, $"{measure.Facts.Name} {measure.Of(real)} {floor}");
            Assert.True(measure.Facts.Name == "copiedShare" || OffBy(measure, wrong) > tolerance, $"{measure.Facts.Name} {measure.Of(wrong)} {floor}");
        }

        double OffBy(Measure measure, Samples samples)
        {
            double floor = yardstick.Floor[measure.Facts.Name].Value;
            double value = measure.Of(samples).Value;
            return measure.Facts.Goal == MeasureGoal.LikeFloor ? Math.Abs(value - floor) : Merit.Of(new(value, 0), measure.Facts.Goal, new(floor, 0)).Distance - (measure.Facts.Goal == MeasureGoal.AsReal ? 0 : floor);
        }
    }

    /// <summary>Which of a finite set's two parts judges is said, and is the one with which a sampler that gives it back is at no distance.</summary>
    [Theory]
    [InlineData(DataPart.HeldOut)]
    [InlineData(DataPart.Training)]
    public void The_part_that_judges_is_the_one_that_was_asked_for(DataPart part)
    {
        var problem = new TwoClasses();
        Yardstick yardstick = Yardsticks.For(problem, 300, 1, part);
        DataSplit split = problem.Reference.Split!;
        Samples judging = Samples.Of(part == DataPart.Training ? split.Training : split.HeldOut);
        Samples other = Samples.Of(part == DataPart.Training ? split.HeldOut : split.Training);
        foreach (Measure measure in yardstick.Measures.Where(static measure => measure is DistanceMeasure))
        {
            Assert.Equal(0, measure.Of(judging).Value, 1e-4);
            Assert.True(measure.Of(other).Value > 1e-3);
        }

        string words = part == DataPart.Training ? "300 real held-out rows against the 700 training rows" : "300 real training rows against the 400 held-out rows";
        Assert.StartsWith(words, yardstick.FloorNote, StringComparison.Ordinal);
    }

    /// <summary>Truth and floor are draws of their own: no two have one seed, none has that of the sampling, and no two seeds of a comparison share one.</summary>
    [Fact]
    public void Every_draw_of_the_law_is_another()
    {
        var all = new HashSet<ulong>();
        ulong[] seeds = [0, 1, 2, 17, ulong.MaxValue];
        foreach (ulong seed in seeds)
        {
            var law = new Asked();
            Yardsticks.For(law, 30, seed);
            Assert.Equal(9, law.Seeds.Count);
            Assert.All(law.Seeds, asked => Assert.True(all.Add(asked), $"{asked}"));
        }

        Assert.Empty(all.Intersect(seeds));
    }

    /// <summary>One class is a class; labels of other classes than the problem's are none.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public void Labels_are_looked_for_where_rows_have_them(int classes, int expected)
    {
        Yardstick yardstick = Yardsticks.For(new Labelled(classes), 30, 1);
        Assert.Equal(expected, yardstick.Measures.Count(static measure => measure.Facts.Name == "labelAgreement"));
        Assert.Equal(expected, yardstick.Notes.Count(static note => note.StartsWith("label:", StringComparison.Ordinal)));
        Assert.Equal(expected == 1, yardstick.Floor.ContainsKey("labelAgreement"));
    }

    /// <summary>A measure gives the figure and the error of what it measures, each in its place; a median has none.</summary>
    [Fact]
    public void Measures_of_copying_have_the_figures_of_the_check()
    {
        Samples learned = TwoClasses.Rows(200, 1);
        CopyingBaseline baseline = new CopyingCheck { Seed = 3 }.Against(new KnownRows(learned), TwoClasses.Rows(150, 2));
        Samples judged = new((float[])[.. learned.Values[..40].ToArray(), .. TwoClasses.Rows(60, 4).Values.ToArray()], 2);
        CopyingReport report = baseline.Evaluate(judged);
        Assert.InRange(report.CopiedShare, 0.1, 0.9);
        Assert.InRange(report.CopiedShareError, 1e-3, 0.06);
        Assert.Equal(new MetricValue(report.CopiedShare, report.CopiedShareError), new CopiedShare(baseline).Of(judged));
        Assert.Equal(new MetricValue(report.MedianRatio, 0), new NearestRatio(baseline).Of(judged));
    }

    /// <summary>E‖ε‖²/d of a law: in closed form for one Gaussian, by quadrature in few dimensions, over draws else.</summary>
    [Fact]
    public void The_moment_of_an_exact_problem_is_that_of_its_law()
    {
        Assert.IsType<GaussianNoiseMoment>(new ExactProblem("one", GaussianMixture.Of(Gaussian.Isotropic([0, 1], 0.5)), Forward).Moment<float>());
        Assert.IsType<MixtureNoiseMoment>(new ExactProblem("two", GaussianMixture.Ring(2), Forward).Moment<float>());
        double[] far = [.. Enumerable.Range(0, 5).Select(static _ => 3.0)];
        INoiseMoment drawn = new ExactProblem("many", new([Gaussian.Isotropic(far, 0.5), Gaussian.Isotropic([.. far.Select(static x => -x)], 0.5)], [1, 1]), Forward).Moment<double>();
        Assert.True(drawn.ErrorAt(Forward.At(0.2)) > 0);

        // Modes that far apart are one Gaussian each.
        NoiseLevel level = Forward.At(0.2);
        Assert.Equal(level.Variance / ((0.5 * level.MeanScale * level.MeanScale) + level.Variance), drawn.At(level), 5 * drawn.ErrorAt(level));
    }

    /// <summary>Of more than 2,000 labelled rows that are held out so many are looked up, evenly; finite data gives its first rows.</summary>
    [Fact]
    public void Many_labelled_rows_are_thinned_and_rows_are_the_first()
    {
        Yardstick yardstick = Yardsticks.For(new Labelled(1, 2001), 30, 1);
        Assert.Equal(1, yardstick.Floor["labelAgreement"].Value);
        var data = (FiniteData)new Labelled(1).Reference;
        Assert.Equal(data.Split.Training.Values[..6].ToArray(), data.Rows(3, seed: 9).Values.ToArray());
        Assert.Same(data.Split.Training, data.Rows(40, seed: 9));
    }

    [Fact]
    public void Features_are_asked_for_once_for_all_distances_of_the_same_samples()
    {
        var map = new Triple();
        var kept = new KeptFeatures(map);
        Samples first = TwoClasses.Rows(20, 1);
        Samples second = TwoClasses.Rows(20, 2);
        Assert.Equal(kept.Of(first), kept.Of(first));
        Assert.Equal(1, map.Asked);
        Assert.Equal(map.Of(second).Values.ToArray(), kept.Of(second).Values.ToArray());
        Assert.Equal(map.Of(first).Values.ToArray(), kept.Of(first).Values.ToArray());
    }

    private sealed class Asked() : SamplingProblem("asked", Forward, 2), IReferenceData
    {
        private readonly ExactProblem ring = new("ring", GaussianMixture.Ring(), Forward);

        public List<ulong> Seeds { get; } = [];

        public override IReferenceData Reference => this;

        public ReferenceKind Kind => ReferenceKind.Drawn;

        public DataSplit? Split => null;

        public DataSet Rows(int count, ulong seed)
        {
            Seeds.Add(seed);
            return ring.Reference.Rows(count, seed);
        }

        public override IScoreFunction<Tile<T>> Score<T>() => throw new NotSupportedException();

        public override INoiseMoment Moment<T>() => throw new NotSupportedException();
    }

    // Rows of one class, or of none.
    private sealed class Labelled(int classes, int heldOut = 40) : SamplingProblem("labelled", Forward, 2)
    {
        public override IReferenceData Reference { get; } = new FiniteData(() => new DataSplit(OneClass(40), OneClass(heldOut)));

        public override int Classes => classes;

        public override IScoreFunction<Tile<T>> Score<T>() => throw new NotSupportedException();

        public override INoiseMoment Moment<T>() => throw new NotSupportedException();

        private static DataSet OneClass(int count) =>
            new("one", TwoClasses.Rows(count, 3).Values.ToArray(), 2, DataScaling.Identity, new int[count], 1);
    }

    private sealed class Triple : IFeatureMap
    {
        public int Asked { get; private set; }

        public string Name => "triple";

        public int Dimension => 2;

        public Samples Of(Samples samples)
        {
            Asked++;
            return new(Enumerable.Range(0, samples.Count).SelectMany(row => new[] { samples[row][0], samples[row][1], samples[row][0] + samples[row][1] }).ToArray(), 3);
        }
    }

    // Two round clouds, a class each, that overlap a little.
    private sealed class TwoClasses() : SamplingProblem("two", Forward, 2)
    {
        public override IReferenceData Reference { get; } = new FiniteData(static () => new DataSplit(Data(700, 1), Data(400, 2)));

        public override int Classes => 2;

        public static Samples Rows(int count, ulong seed) => Samples.Of(Data(count, seed));

        public override int LabelOf(long sample) => (int)(sample % 2);

        public override IScoreFunction<Tile<T>> Score<T>() => throw new NotSupportedException();

        public override INoiseMoment Moment<T>() => throw new NotSupportedException();

        private static DataSet Data(int count, ulong seed)
        {
            var space = new TileSpace<float>(count, 2);
            Tile<float> tile = space.Allocate();
            space.FillNormal(tile, 0.5, new NoiseKey(seed, 0, NoisePurpose.Data));
            float[] values = [.. tile.Values.ToArray().Select(static (value, i) => value + (i / 2 % 2 == 0 ? -1 : 1))];
            return new DataSet("two", values, 2, DataScaling.Identity, [.. Enumerable.Range(0, count).Select(static row => row % 2)], 2);
        }
    }
}
