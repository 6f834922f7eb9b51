using MathNet.Numerics;
using MathNet.Numerics.Integration;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Tests.Support;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class TimeLawTests
{
    private const double Minimum = 1e-3;

    private static readonly IDiffusionProcess[] Processes =
        [new VariancePreserving(new LinearSchedule()), new RectifiedFlow(), new VarianceExploding(new GeometricSchedule())];

    public static TheoryData<TrainingTimes, int> Laws
    {
        get
        {
            var laws = new TheoryData<TrainingTimes, int>();
            foreach (TrainingTimes times in Enum.GetValues<TrainingTimes>())
            {
                for (int process = 0; process < Processes.Length; process++)
                {
                    laws.Add(times, process);
                }
            }

            return laws;
        }
    }

    /// <summary>The share of the uniform part and of the named part below the time at a share, by the law's written cumulative function.</summary>
    [Theory]
    [MemberData(nameof(Laws))]
    public void A_time_stands_where_the_written_law_has_its_share(TrainingTimes times, int process)
    {
        TimeLaw law = Of(times, process);
        double last = Minimum;
        for (int i = 0; i < 200; i++)
        {
            double share = i / 200.0;
            double time = law.At(share).Level.Time;
            bool named = times != TrainingTimes.Uniform && share >= 0.1;
            last = i == 20 && named ? Minimum : last;
            Assert.InRange(time, last, 1);
            last = time;
            double expected = times == TrainingTimes.Uniform ? share : named ? (share - 0.1) / 0.9 : share / 0.1;
            Assert.Equal(expected, named ? Below(times, process, time) : (time - Minimum) / (1 - Minimum), 1e-9);
        }
    }

    /// <summary>The density integrates to the mass below any time, and 1/p is the weight.</summary>
    [Theory]
    [MemberData(nameof(Laws))]
    public void The_density_is_that_of_the_times(TrainingTimes times, int process)
    {
        TimeLaw law = Of(times, process);
        foreach (double to in new[] { 0.02, 0.3, 0.8, 1 })
        {
            double uniform = (to - Minimum) / (1 - Minimum);
            double expected = times == TrainingTimes.Uniform ? uniform : (0.1 * uniform) + (0.9 * Below(times, process, to));
            Assert.Equal(expected, Integral(process, to, level => law.Density(level)), 1e-7);
        }

        foreach (double share in new[] { 0, 0.05, 0.1, 0.5, 0.999999 })
        {
            (NoiseLevel level, double weight) = law.At(share);
            Assert.Equal(1, weight * law.Density(level), 1e-12);
            Assert.InRange(weight, 0, times == TrainingTimes.Uniform ? 1 : 10);
        }
    }

    /// <summary>Times as a run draws them, one row a step: counts below the written law's quantiles are binomial.</summary>
    [Theory]
    [MemberData(nameof(Laws))]
    public void Times_that_a_run_draws_have_the_law(TrainingTimes times, int process)
    {
        const int Steps = 20_000;
        TimeLaw law = Of(times, process);
        var settings = new TrainingSettings { Batch = 1 };
        var noise = new TrainingNoise(8);
        double[] drawn = [.. Enumerable.Range(0, Steps).Select(step => law.At(TimeStrata.At(settings, 0, noise.Uniform(TrainingStream.Time, step, 0))).Level.Time)];
        foreach (double time in new[] { 0.01, 0.1, 0.25, 0.5, 0.75, 0.95 })
        {
            double uniform = (time - Minimum) / (1 - Minimum);
            double share = times == TrainingTimes.Uniform ? uniform : (0.1 * uniform) + (0.9 * Below(times, process, time));

            // 4.9 deviations: α = 1e-6 each, and the seed is fixed.
            Assert.Equal(share, drawn.Count(one => one <= time) / (double)Steps, 4.9 * Math.Sqrt(share * (1 - share) / Steps));
        }
    }

    /// <summary>
    /// The mean of the gradient over the shares, as a run draws them, is that over uniform times. Exact problem: <see cref="GaussianGradient"/>; no draws.
    /// </summary>
    [Theory]
    [MemberData(nameof(Laws))]
    public void Every_law_has_the_same_mean_gradient(TrainingTimes times, int process)
    {
        TimeLaw law = Of(times, process);
        var gradient = new GaussianGradient(Processes[process], LossWeighting.Velocity);
        double expected = Integral(process, 1, level => gradient.New(level).Mean);
        double uniform = times == TrainingTimes.Uniform ? 1 : 0.1;
        double[] named = times == TrainingTimes.Uniform ? [] :
        [
            .. Enumerable.Range(1, 46).Select(i => uniform + ((1 - uniform) * Math.Pow(0.5, 47 - i))),
            .. Enumerable.Range(2, 46).Select(i => uniform + ((1 - uniform) * (1 - Math.Pow(0.5, i)))),
        ];
        double mean = Pieces([.. Ends(process, 1).Select(end => uniform * (end - Minimum) / (1 - Minimum)), .. named], share =>
        {
            (NoiseLevel level, double weight) = law.At(share);
            return weight * gradient.New(level).Mean;
        });
        Assert.Equal(1, mean / expected, 1e-8);
    }

    [Theory]
    [InlineData(TrainingTimes.LogitNormal, "logit-normal")]
    [InlineData(TrainingTimes.LogNormal, "log-normal")]
    public void A_process_that_the_law_does_not_meet_is_refused(TrainingTimes times, string name)
    {
        var process = new VarianceExploding(new GeometricSchedule(1e4, 1e5));
        Assert.Contains(name, Assert.Throws<ArgumentException>(() => new TimeLaw(new TrainingSettings { Times = times }, process)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1e-9)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_outside_is_refused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(TrainingTimes.LogNormal, 0).At(share));

    /// <summary>The table in docs/training-times.md.</summary>
    [Fact]
    public void The_variances_on_the_page_are_those_of_the_quadrature()
    {
        string[] page = Repository.Lines("docs/training-times.md");
        (string Name, int Process, LossWeighting Weighting)[] rows =
        [
            ("vp, `--weighting velocity`", 0, LossWeighting.Velocity),
            ("vp, `--weighting likelihood`", 0, LossWeighting.Likelihood),
            ("flow, `--weighting flow`", 1, LossWeighting.Flow),
            ("ve, `--weighting uniform`", 2, LossWeighting.Uniform),
            ("ve, `--weighting likelihood`", 2, LossWeighting.Likelihood),
        ];
        var missing = new List<string>();
        foreach ((string name, int process, LossWeighting weighting) in rows)
        {
            (double fresh, double trained) = Variances(TrainingTimes.Uniform, process, weighting);
            string line = $"| {name} |";
            foreach (TrainingTimes times in new[] { TrainingTimes.LogitNormal, TrainingTimes.LogNormal, TrainingTimes.Likelihood })
            {
                (double ownFresh, double ownTrained) = Variances(times, process, weighting);
                line += FormattableString.Invariant($" {ownFresh / fresh:G3}, {ownTrained / trained:G3} |");
            }

            missing.AddRange(page.Contains(line) ? [] : [line]);
        }

        Assert.True(missing.Count == 0, $"Not on the page:\n{string.Join('\n', missing)}");
    }

    // What strata leave of a row's variance: that at each time, ∫ Var_t(w g)/p dt/(1 − t_min).
    private static (double Fresh, double Trained) Variances(TrainingTimes times, int process, LossWeighting weighting)
    {
        TimeLaw law = Of(times, process);
        var gradient = new GaussianGradient(Processes[process], weighting);
        return (
            Integral(process, 1, level => gradient.New(level).Variance / law.Density(level)),
            Integral(process, 1, level => gradient.TrainedVariance(level) / law.Density(level)));
    }

    private static TimeLaw Of(TrainingTimes times, int process) => new(new TrainingSettings { Times = times, MinimumTime = Minimum }, Processes[process]);

    // The share of the named law below a time: on the straight path u = t, under ve x = ln σ with σ = 0.01 · 5000^t, under vp by ᾱ.
    private static double Below(TrainingTimes times, int process, double time)
    {
        double from = Named(times, Ratio(process, Minimum));
        double to = Named(times, Ratio(process, 1));
        return Math.Min(1, (Named(times, Ratio(process, time)) - from) / (to - from));
    }

    private static double Named(TrainingTimes times, double x) => times switch
    {
        TrainingTimes.LogitNormal => SpecialFunctions.Erfc(-x / Math.Sqrt(2)) / 2,
        TrainingTimes.LogNormal => SpecialFunctions.Erfc(-(x + 1.2) / (1.2 * Math.Sqrt(2))) / 2,
        TrainingTimes.Likelihood => Math.Min(x, Math.Log(200)),
        _ => double.NaN,
    };

    private static double Ratio(int process, double t) => process switch
    {
        0 => 0.5 * Math.Log(Math.Exp((0.1 * t) + (9.95 * t * t)) - 1),
        1 => Math.Log(t / (1 - t)),
        _ => -Processes[2].At(t).Lambda,
    };

    // The mean over uniform times.
    private static double Integral(int process, double to, Func<NoiseLevel, double> function) =>
        Pieces(Ends(process, to), t => function(Processes[process].At(t))) / (1 - Minimum);

    private static double Pieces(double[] ends, Func<double, double> function) =>
        ends.Skip(1).Zip(ends, (high, low) => GaussLegendreRule.Integrate(function, low, high, 20)).Sum();

    // Pieces of ln t and of ln(1 − t) from t_min, with an end where the likelihood's law ends.
    private static double[] Ends(int process, double to)
    {
        var ends = new SortedSet<double> { Minimum, to };
        for (int i = 1; i < 60; i++)
        {
            ends.Add(Minimum * Math.Pow(500, i / 59.0));
            ends.Add(1 - (0.5 * Math.Pow(1e-12, i / 59.0)));
        }

        if (Processes[process].At(1).Lambda < -Math.Log(200))
        {
            ends.Add(Processes[process].AtLambda(-Math.Log(200)).Time);
        }

        return [.. ends.Where(end => end <= to)];
    }
}
