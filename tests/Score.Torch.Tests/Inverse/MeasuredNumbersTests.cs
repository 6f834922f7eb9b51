using ScoreSde.Guidance;
using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Tests.Networks;
using ScoreSde.Tests.Scores;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Inverse;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Sampling;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Inverse;

/// <summary>Measurements of more numbers than they say something of, priors with classes and guidance, weights, counts and bounds.</summary>
public sealed class MeasuredNumbersTests
{
    private const int Count = 7;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly GaussianMixture Law = TorchMeasurementScoreTests.Law;

    // Four numbers of three, of rank 2: the last row is the sum of the first two, and the third twice the first.
    private static readonly Measurement Flat = new(
        new DenseOperator(new double[,] { { 1, 0.5, 0 }, { 0, -1, 2 }, { 2, 1, 0 }, { 1, -0.5, 2 } }), [0.3, -0.4, 0.5, 0], 0.5);

    private static readonly TimeGrid Grid = Grids.Quadratic(steps: 8);

    public static TheoryData<ISolver> Methods { get; } = [new Replacement(new Heun(), Flat), new Ddrm(Flat), new Snips(Flat), new DiffusionPosteriorSampling(Flat)];

    [TorchTheory]
    [MemberData(nameof(Methods), DisableDiscoveryEnumeration = true)]
    public void Solvers_given_more_numbers_than_rank_give_the_samples_of_the_CPU(ISolver solver)
    {
        using var score = new TorchMixtureScore(Law, torch.float64, torch.CPU);
        SampleSet<double> expected = Sampler.Sample(Process, Law.Score<double>(), solver, Grid, Count, 5);
        SampleSet<double> found = TorchSampler.Sample<double>(Process, score, solver, Grid, Count, 5, new TorchSamplerOptions { BatchRows = 5 });
        Assert.InRange(OnTensors.Difference<double>(found.Values, expected.Values), 0, 1e-9);
        Assert.Equal(expected.Evaluations, found.Evaluations);
    }

    [TorchFact]
    public void Scores_given_more_numbers_than_rank_are_those_of_the_CPU()
    {
        var prior = (IDifferentiableScore<Tile<double>>)Law.Score<double>();
        using var score = new TorchMixtureScore(Law, torch.float64, torch.CPU);
        (IScoreFunction<Tile<double>> Cpu, TorchMeasurementScore Tensors, int Evaluations)[] pairs =
        [
            (new PseudoinverseScore<double>(prior, Flat, 3, 0.8), TorchMeasurementScore.Pseudoinverse(score, Flat, torch.CPU, 3, 0.8), 3),
            (new MomentMatchingScore<double>(prior, Flat, 1, 0.7, 3), TorchMeasurementScore.MomentMatching(score, Flat, torch.CPU, 1, 0.7, 3), 5),
            (new MomentMatchingScore<double>(prior, Flat, 2, 0.7, 3), TorchMeasurementScore.MomentMatching(score, Flat, torch.CPU, 2, 0.7, 3), 7),
            (new PosteriorScore<double>(prior, Flat, 0.6), TorchMeasurementScore.Posterior(score, Flat, torch.CPU, 0.6), 3),
            (new PosteriorScore<double>(prior, Flat, 0), TorchMeasurementScore.Posterior(score, Flat, torch.CPU, 0), 3),
        ];
        foreach ((IScoreFunction<Tile<double>> cpu, TorchMeasurementScore tensors, int evaluations) in pairs)
        {
            Same(cpu, tensors, 1e-10);
            Assert.Equal((3, evaluations), (tensors.Dimension, tensors.EvaluationsPerCall));
            tensors.Dispose();
        }

        // A third and fourth step find nothing new but rounding.
        using var many = TorchMeasurementScore.MomentMatching(score, Flat, torch.CPU, 6, 0.7, 3);
        Same(new MomentMatchingScore<double>(prior, Flat, 6, 0.7, 3), many, 1e-6);
        Assert.Equal(15, many.EvaluationsPerCall);
    }

    [TorchFact]
    public void A_prior_with_classes_and_guidance_hears_of_batches_and_counts_twice()
    {
        ResidualMlp<double> managed = TestNetworks.Create<double>(new MlpSettings(3, 8, 1, 4, Classes: 3));
        var range = new TimeRange(0.02, 0.9);
        var cpu = new PseudoinverseScore<double>(
            new ClassifierFreeGuidance<double>(
                new NetworkScore<double>(managed, Parametrisation.Velocity, LabelOf, range: range), new NetworkScore<double>(managed, Parametrisation.Velocity, static _ => -1, range: range), 1.5),
            Flat);
        using TorchMlp network = TorchMlp.Of(managed, torch.CPU);
        using var prior = new TorchNetworkScore(network, Parametrisation.Velocity, LabelOf, 1.5, range: range);
        using var tensors = TorchMeasurementScore.Pseudoinverse(prior, Flat, torch.CPU);
        Assert.Equal((6, range), (tensors.EvaluationsPerCall, tensors.Range));
        var grid = new TimeGrid("inside", [0.9, 0.6, 0.3, 0.1, 0.02]);
        SampleSet<double> expected = Sampler.Sample(Process, cpu, new EulerMaruyama(), grid, Count, 5);
        SampleSet<double> found = TorchSampler.Sample<double>(Process, tensors, new EulerMaruyama(), grid, Count, 5, new TorchSamplerOptions { BatchRows = 3 });
        Assert.InRange(OnTensors.Difference<double>(found.Values, expected.Values), 0, 1e-9);
        Assert.Equal(expected.Evaluations, found.Evaluations);
    }

    [TorchFact]
    public void At_pure_noise_the_answer_is_the_prior_s()
    {
        using var score = new TorchMixtureScore(Law, torch.float64, torch.CPU);
        using var given = TorchMeasurementScore.Pseudoinverse(score, Flat, torch.CPU);
        using Tensor x = torch.ones(2, 3, torch.float64);
        using Tensor epsilon = torch.empty_like(x);
        given.Evaluate(x, new RectifiedFlow().At(1), epsilon);
        double[] mean = [-1, -1 / 3.0, 2.5 / 3];
        Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(epsilon), [.. mean, .. mean]), 0, 1e-15);
    }

    [TorchFact]
    public void Numbers_out_of_bounds_are_refused()
    {
        using TorchMlp network = TorchMlp.Of(TestNetworks.Create<double>(new MlpSettings(3, 8, 1, 4, 0)), torch.CPU);
        using var score = new TorchNetworkScore(network);
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchMeasurementScore.Pseudoinverse(score, Flat, torch.CPU, dataVariance: 0).Dispose());
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchMeasurementScore.Pseudoinverse(score, Flat, torch.CPU, weight: -0.1).Dispose());
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchMeasurementScore.MomentMatching(score, Flat, torch.CPU, steps: 0).Dispose());
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchMeasurementScore.MomentMatching(score, Flat, torch.CPU, dataVariance: 0).Dispose());
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchMeasurementScore.Posterior(score, Flat, torch.CPU, weight: -0.1).Dispose());
        using var smallest = TorchMeasurementScore.MomentMatching(score, Flat, torch.CPU, steps: 1, weight: 0, dataVariance: 1e-3);
        Assert.Equal(5, smallest.EvaluationsPerCall);
    }

    [TorchFact]
    public void Nothing_is_left_of_a_measurement()
    {
        using var score = new TorchMixtureScore(Law, torch.float64, torch.CPU);
        using Tensor x = torch.ones(2, 3, torch.float64);
        using Tensor epsilon = torch.empty_like(x);
        Use();
        long before = LiveTensors.Count();
        TorchMeasurementScore[] kept = [.. Use(), .. Use()];
        Assert.Equal(before, Tensor.TotalCount);
        GC.KeepAlive(kept);

        TorchMeasurementScore[] Use()
        {
            TorchMeasurementScore[] made =
            [
                TorchMeasurementScore.Pseudoinverse(score, Flat, torch.CPU),
                TorchMeasurementScore.MomentMatching(score, Flat, torch.CPU),
                TorchMeasurementScore.Posterior(score, Flat, torch.CPU),
            ];
            foreach (TorchMeasurementScore one in made)
            {
                one.Evaluate(x, Process.At(0.4), epsilon);
                one.Dispose();
            }

            return made;
        }
    }

    private static int LabelOf(long sample) => (int)(sample % 3);

    private static void Same(IScoreFunction<Tile<double>> cpu, TorchMeasurementScore tensors, double most)
    {
        var space = new TileSpace<double>(Count, 3);
        Tile<double> x = space.Allocate();
        Tile<double> expected = space.Allocate();
        TestNetworks.Batch<double>(x.Values.Length, 3).CopyTo(x.Values);
        using Tensor here = torch.tensor(x.Values.ToArray()).reshape(Count, 3);
        using Tensor found = torch.empty_like(here);
        using IDisposable noGradients = torch.no_grad();
        foreach (double time in new[] { 0.05, 0.4, 0.9 })
        {
            cpu.Evaluate(x, Process.At(time), expected);
            tensors.Evaluate(here, Process.At(time), found);
            Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(found), expected.Values), 0, most);
        }
    }
}
