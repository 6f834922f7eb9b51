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
