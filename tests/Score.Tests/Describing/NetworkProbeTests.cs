using ScoreSde.Describing;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.States;

namespace ScoreSde.Tests.Describing;

/// <summary>What a network is asked and how its answers are judged, against the formulas written out in double.</summary>
public sealed class NetworkProbeTests
{
    private const int Rows = 50;
    private const int Dimension = 3;
    private const ulong Seed = 4;

    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly float[] Data = [.. Enumerable.Range(0, Rows * Dimension).Select(static i => (MathF.Sin(i * i) * (1 + (i % Dimension))) + 0.5f)];

    /// <summary>E‖ε‖²/d, E⟨ε, z⟩/d, E‖ε − z‖²/d and what is best of answers linear in x, at σ/α = 3, 1 and 0.3 and at both ends.</summary>
    [Theory]
    [InlineData(1e-3, 1, new[] { 3, 1, 0.3 })]
    [InlineData(0.2, 0.4, new[] { 1.0 })]
    public void Findings_are_the_means_over_all_rows(double earliest, double latest, double[] ratios)
    {
        var range = new TimeRange(earliest, latest);
        IReadOnlyList<LevelFinding> findings = NetworkProbe.Ask(new Scaled(range), Process, Data, Seed);
        Assert.Equal(Process.At(latest).Ratio, findings[0].Level.Ratio, 1e-9);
        Assert.Equal(Process.At(earliest).Ratio, findings[^1].Level.Ratio, 1e-9);
        Assert.Equal(ratios, findings.Skip(1).SkipLast(1).Select(static finding => Math.Round(finding.Level.Ratio, 6)));
        double[] z = Noise();
        double[] variances = [.. Enumerable.Range(0, Dimension).Select(VarianceOf)];
        foreach (LevelFinding finding in findings)
        {
            double[] epsilon = Answers(finding.Level, z, Scaled.Factor);
            Assert.Equal(epsilon.Average(static e => e * e), finding.Norm, 1e-5);
            Assert.Equal(epsilon.Zip(z, static (e, n) => e * n).Average(), finding.Agreement, 1e-5);
            Assert.Equal(epsilon.Zip(z, static (e, n) => (e - n) * (e - n)).Average(), finding.Error, 1e-5);
            double signal = finding.Level.MeanScale * finding.Level.MeanScale;
            Assert.Equal(variances.Average(v => signal * v / ((signal * v) + finding.Level.Variance)), finding.LinearError, 1e-6);
        }
    }

    /// <summary>What is told at a level is its own number, factors of it, what levels beside it are told, and one less it where it is a share; the best of them is found.</summary>
    [Fact]
    public void What_else_is_told_is_factors_and_levels_beside()
    {
        var score = new Scaled(new TimeRange(1e-3, 1));
        IReadOnlyList<ToldFinding> findings = NetworkProbe.AskTold(score, Process, Data, Seed);
        Assert.Equal([3, 1, 0.3, 0.1], findings.Select(static finding => Math.Round(finding.Level.Ratio, 6)));
        double[] z = Noise();
        foreach (ToldFinding finding in findings)
        {
            double own = finding.Level.Time;
            double[] factors = [-1, 0.001, 0.01, 0.1, 0.5, 2, 10, 100, 1000];
            double[] beside = [.. new[] { -2, -1, -0.5, 0.5, 1, 2 }.Select(shift => Process.AtLambda(finding.Level.Lambda + shift)).Where(static level => level.Time is > 1e-3 and < 1).Select(static level => level.Time)];
            double[] all = [own, .. factors.Select(factor => factor * own), .. beside, 1 - own];
            double[] told = [.. score.Told.Where(asked => asked.Level == finding.Level).Select(static asked => asked.Told)];
            Assert.Equal(all.Length, told.Length);
            Assert.All(all.Order().Zip(told.Order()), static pair => Assert.Equal(pair.First, pair.Second, 1e-6 * Math.Abs(pair.First)));
            Assert.Equal(own, finding.Told, 1e-12);

            double[] Errors(double number) =>
                [.. Answers(finding.Level, z, number).Zip(z, static (e, n) => (e - n) * (e - n)).Chunk(Dimension).Select(static row => row.Average())];
            double best = told.MinBy(number => Errors(number).Average());
            Assert.Equal(best, finding.BestTold);
            Assert.Equal(Errors(own).Average(), finding.Error, 1e-5 * finding.Error);
            Assert.Equal(Errors(best).Average(), finding.BestError, 1e-5 * finding.BestError);
            double[] differences = [.. Errors(own).Zip(Errors(best), static (a, b) => a - b)];
            double mean = differences.Average();
            double error = Math.Sqrt(differences.Sum(value => (value - mean) * (value - mean)) / (Rows - 1) / Rows);
            Assert.Equal(mean == 0 ? 0 : mean / error, finding.Significance, 1e-3 * Math.Abs(finding.Significance) + 1e-9);
        }
    }

    [Fact]
    public void A_network_that_is_told_nothing_is_not_asked() => Assert.Empty(NetworkProbe.AskTold(new Scaled(TimeRange.Whole) { IsTold = false }, Process, Data, Seed));

    /// <summary>The first level with a fault is told, noisiest first; each bound is passed by a number just beyond it, and of data that is not the network's own less is said.</summary>
    [Theory]
    [InlineData(3.0, 1.29, 0.71, 0.5, 0.4, null, null)]
    [InlineData(3.0, 1.31, 0.71, 0.5, 0.4, "E‖ε‖²/d is 1.31", "E‖ε‖²/d is 1.31")]
    [InlineData(3.0, 0.71, 0.71, 0.5, 0.4, null, null)]
    [InlineData(3.0, 0.69, 0.71, 0.5, 0.4, "E‖ε‖²/d is 0.69", "E‖ε‖²/d is 0.69")]
    [InlineData(3.0, 1, 0.69, 0.5, 0.4, "E⟨ε, z⟩/d is 0.69", "E⟨ε, z⟩/d is 0.69")]
    [InlineData(2.99, 5, 0, 0.5, 0.4, null, null)]
    [InlineData(3.0, 1, 1, 0.621, 0.4, "E‖ε − z‖²/d is 0.621", null)]
    [InlineData(3.0, 1, 1, 0.619, 0.4, null, null)]
    [InlineData(3.49, 1, 1, 1, 0.4, "E‖ε − z‖²/d is 1,", null)]
    [InlineData(3.51, 1, 1, 1, 0.4, null, null)]
    [InlineData(0.251, 1, 1, 1, 0.4, "E‖ε − z‖²/d is 1,", null)]
    [InlineData(0.249, 1, 1, 1, 0.4, null, null)]
    [InlineData(0.01, double.NaN, 1, 1, 0.4, "the network gives numbers that are not finite", "the network gives numbers that are not finite")]
    public void Answers_that_cannot_be_are_told(double ratio, double norm, double agreement, double error, double linear, string? ofData, string? ofOthers)
    {
        LevelFinding finding = new(Process.AtLambda(-Math.Log(ratio)), norm, agreement, error, linear);
        LevelFinding good = new(Process.At(1), 1, 1, 0.01, 0.01);
        LevelFinding bad = new(Process.AtLambda(-Math.Log(1.5)), 1, 0, 9, 0.01);
        foreach ((bool isOfData, string? told) in new[] { (true, ofData), (false, ofOthers) })
        {
            string[] warnings = [.. NetworkProbe.Warnings([good, finding], isOfData, [])];
            Assert.Equal(told is null ? 0 : 1, warnings.Length);
            Assert.All(warnings, warning => Assert.Contains($"(σ/α = {ratio:G3}) {told}", warning, StringComparison.Ordinal));
            Assert.Equal(warnings, NetworkProbe.Warnings([good, finding, .. told is null ? Array.Empty<LevelFinding>() : [bad]], isOfData, []));
        }
    }

    /// <summary>Less error by a tenth when told something else, by five of its standard errors; the worst of them is told, after what is wrong at the level itself.</summary>
    [Theory]
    [InlineData(0.12, 5, true)]
    [InlineData(0.1101, 5, true)]
    [InlineData(0.1099, 50, false)]
    [InlineData(0.12, 4.99, false)]
    public void A_network_that_answers_better_when_told_otherwise_is_told(double error, double significance, bool isTold)
    {
        NoiseLevel level = Process.AtLambda(0);
        ToldFinding finding = new(level, 0.25, error, 250, 0.1, significance);
        ToldFinding none = new(Process.AtLambda(1), 0.125, 0.105, 125, 0.1, 100);
        LevelFinding good = new(Process.At(1), 1, 1, 0.01, 0.01);
        LevelFinding bad = new(level, 1, 1, 9, 0.01);
        string[] told = isTold ? [$"at t = {level.Time:G3} (σ/α = 1) the network is told 0.25 and errs by {error:G3}, but told 250 it errs by 0.1: \"time\", \"timeScale\", \"schedule\", \"input\" or \"output\" is not what it was trained with."] : [];
        Assert.Equal(told, NetworkProbe.Warnings([good], true, [none, finding]));
        Assert.Empty(NetworkProbe.Warnings([good], false, [finding]));
        Assert.Empty(NetworkProbe.Warnings([good], true, []));
        string[] both = [.. NetworkProbe.Warnings([good, bad], true, [finding])];
        Assert.Equal([.. NetworkProbe.Warnings([good, bad], true, []), .. told], both);
        Assert.Equal(isTold ? 2 : 1, both.Length);
        Assert.Single(NetworkProbe.Warnings([good with { Norm = double.NaN }], true, [finding]));
        Assert.Contains("told 500 it errs by 0.01", Assert.Single(NetworkProbe.Warnings([good], true, [finding, new ToldFinding(level, 0.5, 0.1, 500, 0.01, 5), finding])), StringComparison.Ordinal);
    }

    private static double[] Noise()
    {
        var space = new TileSpace<float>(Rows, Dimension);
        Tile<float> z = space.Allocate();
        space.FillNormal(z, 1, new NoiseKey(Seed, 0, NoisePurpose.Prior));
        return Array.ConvertAll(z.Values.ToArray(), static value => (double)value);
    }

    private static double[] Answers(NoiseLevel level, double[] z, double factor) =>
        [.. z.Select((noise, i) => factor * ((level.MeanScale * Data[i]) + (level.Deviation * noise)))];

    private static double VarianceOf(int coordinate)
    {
        double[] column = [.. Data.Where((_, i) => i % Dimension == coordinate).Select(static value => (double)value)];
        double mean = column.Average();
        return column.Average(value => (value - mean) * (value - mean));
    }

    /// <summary>ε = c x, with c as it is told.</summary>
    private sealed class Scaled(TimeRange range) : IToldScore<Tile<float>>
    {
        public const double Factor = 0.75;

        public List<(NoiseLevel Level, double Told)> Told { get; } = [];

        public bool IsTold { get; init; } = true;

        public int Dimension => NetworkProbeTests.Dimension;

        public TimeRange Range => range;

        public double TimeOf(NoiseLevel level) => level.Time;

        public void Evaluate(Tile<float> x, NoiseLevel level, Tile<float> epsilon) => Scale(x, Factor, epsilon);

        public void EvaluateTold(Tile<float> x, NoiseLevel level, double time, Tile<float> epsilon)
        {
            Told.Add((level, time));
            Scale(x, time, epsilon);
        }

        private static void Scale(Tile<float> x, double factor, Tile<float> epsilon)
        {
            for (int i = 0; i < x.Values.Length; i++)
            {
                epsilon.Values[i] = (float)(factor * x.Values[i]);
            }
        }
    }
}
