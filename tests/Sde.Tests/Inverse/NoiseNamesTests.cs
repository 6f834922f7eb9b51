using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Noise;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Inverse;

/// <summary>Every random number of a measured run is drawn once: no two uses share a name, from the operator's rows to the last step.</summary>
public sealed class NoiseNamesTests
{
    public static TheoryData<string> Methods =>
        ["replacement", "replacement of a predictor and corrector", "replacement with churn", "repaint", "ddrm", "snips", "dps", "mmps"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_whole_run_draws_each_number_once(string method)
    {
        const ulong Seed = 0;
        var drawn = new List<(NoiseKey Key, long Sample)>();
        using (NoiseLedger.Read((key, first, count) =>
        {
            for (long i = 0; i < count; i++)
            {
                drawn.Add((key, first + i));
            }
        }))
        {
            IDifferentiableScore<Tile<double>> prior = InverseCases.Mixture.Score<double>();
            Measurement measurement = Measurement.Of(DenseOperator.Random(2, 3, Seed), [0.4, 0.1, -0.2], 0.3, Seed);
            (ISolver solver, IScoreFunction<Tile<double>> score) = method switch
            {
                "replacement" => ((ISolver)new Replacement(new EulerMaruyama(), measurement), (IScoreFunction<Tile<double>>)prior),
                "replacement of a predictor and corrector" => (new Replacement(new PredictorCorrector(new ReverseDiffusion(), new SignalToNoiseLangevin(), 2), measurement), prior),
                "replacement with churn" => (new Replacement(new Heun(new Churn(10)), measurement), prior),
                "repaint" => (new RePaint(measurement, Passes: 3, JumpLength: 2), prior),
                "ddrm" => (new Ddrm(measurement), prior),
                "snips" => (new Snips(measurement, Corrections: 3), prior),
                "dps" => (new DiffusionPosteriorSampling(measurement), prior),
                _ => (new EulerMaruyama(), new MomentMatchingScore<double>(prior, measurement)),
            };
            Sampler.Sample(InverseCases.Process, score, solver, Grids.Quadratic(4), 5, Seed, new SamplerOptions { Threads = 1 });
        }

        Assert.All(drawn.GroupBy(draw => draw), draw => Assert.True(draw.Count() == 1, $"{draw.Key} was drawn {draw.Count()} times."));
        int perStep = method switch
        {
            "replacement of a predictor and corrector" => 4,
            "repaint" => (2 * 6) + 2,
            "snips" => 3,
            "replacement" => 2,
            "replacement with churn" => 0,
            _ => 1,
        };

        // Two rows of the operator, one error, five starts; then what each step draws, but for its noise in that to t = 0.
        Assert.Equal((2, 1, 5), (Count(NoisePurpose.Operator), Count(NoisePurpose.Measurement), Count(NoisePurpose.Prior)));
        Assert.True(drawn.Count - 8 >= 5 * 3 * perStep, $"{drawn.Count}");

        int Count(NoisePurpose purpose) => drawn.Count(draw => draw.Key.Purpose == purpose);
    }

    [Fact]
    public void Steps_within_the_stretches_of_RePaint_are_numbered_from_0_without_a_gap()
    {
        // 3 stretches of 3 passes of 2 steps, and one of 2 to t = 0, the last of which adds no noise of its own nor a substitution.
        var steps = new HashSet<uint>();
        var beside = new HashSet<uint>();
        using (NoiseLedger.Read((key, _, _) => _ = key.Purpose switch
        {
            NoisePurpose.Step => steps.Add(key.Interval),
            NoisePurpose.Substitution => beside.Add(key.Interval),
            _ => false,
        }))
        {
            var solver = new RePaint(Measurement.Of(DenseOperator.Random(2, 3, 0), [0.4, 0.1, -0.2], 0.3, 0), Passes: 3, JumpLength: 2);
            Sampler.Sample(InverseCases.Process, InverseCases.Mixture.Score<double>(), solver, Grids.Quadratic(4), 2, 0, new SamplerOptions { Threads = 1 });
        }

        Assert.Equal(Enumerable.Range(0, 19).Select(static i => (uint)i), steps.Order());
        Assert.Equal(Enumerable.Range(0, 19).Select(static i => (uint)i), beside.Order().Take(19));
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void The_shares_of_new_noise_and_of_the_measurement_in_DDRM_are_shares(double share)
    {
        Measurement measurement = Measurement.Of(DenseOperator.Random(2, 3, 0), [0.4, 0.1, -0.2], 0.3, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ddrm(measurement, Eta: share));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ddrm(measurement, MeasuredEta: share));
        foreach (double end in new[] { 0, 1 })
        {
            Assert.Equal((end, end), (new Ddrm(measurement, end, end).Eta, new Ddrm(measurement, end, end).MeasuredEta));
        }
    }

    [Fact]
    public void The_ledger_tells_no_one_when_nobody_reads()
    {
        int seen = 0;
        var values = new double[6];
        using (NoiseLedger.Read((_, first, count) => seen += (int)(first + count)))
        {
            Normals.Fill<double>(values, 3, 4, new NoiseKey(1, 0, NoisePurpose.Data));
            new RandomStream(new NoiseKey(1, 0, NoisePurpose.Label), 2).NextUInt();
        }

        Normals.Fill<double>(values, 3, 4, new NoiseKey(1, 0, NoisePurpose.Data));
        Assert.Equal(6 + 3, seen);
    }
}
