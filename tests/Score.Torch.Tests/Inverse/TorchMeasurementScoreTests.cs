using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Tests.Cuda;
using ScoreSde.Tests.Networks;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Inverse;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Sampling;
using ScoreSde.Torch.Scores;
using ScoreSde.Torch.States;
using ScoreSde.Torch.Tensors;

namespace ScoreSde.Tests.Inverse;

/// <summary>Samples given a measurement, on tensors and on the CPU's tiles.</summary>
public sealed class TorchMeasurementScoreTests
{
    private const int Count = 17;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    internal static readonly GaussianMixture Law = new(
        [
            Gaussian.WithCovariance([1, -1, 0.5], new double[,] { { 2, 1.2, 0.1 }, { 1.2, 1, 0 }, { 0.1, 0, 0.5 } }),
            Gaussian.Isotropic([-2, 0, 1], 0.25),
        ],
        [1, 2]);

    private static readonly DenseOperator Operator = new(new double[,] { { 1, 0.5, 0 }, { 0, -1, 2 } });
    private static readonly TimeGrid Grid = Grids.Quadratic(steps: 20);

    [TorchFact]
    public void Samples_given_a_measurement_are_those_of_the_CPU() => SamplesAreThoseOfTheCpu(torch.CPU);

    [CudaFact]
    public void Samples_of_a_card_given_a_measurement_are_those_of_the_CPU() => SamplesAreThoseOfTheCpu(torch.CUDA);

    public static TheoryData<ISolver> Methods { get; } =
    [
        new Replacement(new Heun(), new Measurement(Operator, [0.3, -0.4], 0.5), CountsError: true),
        new Replacement(new EulerMaruyama(), new Measurement(Operator, [0.3, -0.4], 0)),
        new RePaint(new Measurement(Operator, [0.3, -0.4], 0.5), Passes: 2, JumpLength: 2),
        new Ddrm(new Measurement(Operator, [0.3, -0.4], 0.5)),
        new Ddrm(new Measurement(Operator, [0.3, -0.4], 0), Eta: 0.5, MeasuredEta: 0.9),
        new Snips(new Measurement(Operator, [0.3, -0.4], 0.5), Corrections: 2),
        new DiffusionPosteriorSampling(new Measurement(Operator, [0.3, -0.4], 0.5)),
    ];

    [TorchTheory]
    [MemberData(nameof(Methods), DisableDiscoveryEnumeration = true)]
    public void Solvers_that_know_a_measurement_give_the_samples_of_the_CPU(ISolver solver) => SolverIsThatOfTheCpu(solver, torch.CPU);

    [CudaTheory]
    [MemberData(nameof(Methods), DisableDiscoveryEnumeration = true)]
    public void Solvers_that_know_a_measurement_give_the_samples_of_the_CPU_on_a_card(ISolver solver) => SolverIsThatOfTheCpu(solver, torch.CUDA);

    [TorchFact]
    public void A_row_on_its_measurement_is_pulled_nowhere()
    {
        using var space = new TorchSpace(2, 3, torch.float64, torch.CPU);
        IMeasuredStates<Tensor> measured = space.Measure(new Measurement(Operator, [1, 2], 0.5));
        Tensor data = space.Allocate();
        using Tensor rows = torch.tensor(new double[] { 1, 0, 1, 2, 0, 0 }).reshape(2, 3);
        data.copy_(rows);
        measured.PullTowards(data, data);

        // Of the second row y − A x = (−1, 2).
        double length = Math.Sqrt(5);
        double[] expected = [0, 0, 0, -1 / length, (-0.5 - 2) / length, 4 / length];
        Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(data), expected), 0, 1e-15);
    }

    [TorchFact]
    public void Samples_of_a_network_in_float_are_those_of_the_CPU()
    {
        ResidualMlp<float> managed = TestNetworks.Create<float>(new MlpSettings(3, 16, 2, 8, 0));
        var prior = new NetworkScore<float>(managed);
        using TorchMlp network = TorchMlp.Of(managed, torch.CPU);
        using var score = new TorchNetworkScore(network);
        var measurement = new Measurement(Operator, [0.3, -0.4], 0.5);
        (IScoreFunction<Tile<float>> Cpu, TorchMeasurementScore Tensors)[] pairs =
        [
            (new PseudoinverseScore<float>(prior, measurement), TorchMeasurementScore.Pseudoinverse(score, measurement, torch.CPU)),
            (new PosteriorScore<float>(prior, measurement), TorchMeasurementScore.Posterior(score, measurement, torch.CPU)),
        ];
        foreach ((IScoreFunction<Tile<float>> cpu, TorchMeasurementScore tensors) in pairs)
        {
            SampleSet<float> expected = Sampler.Sample(Process, cpu, new EulerMaruyama(), Grid, Count, 5);
            SampleSet<float> found = TorchSampler.Sample<float>(Process, tensors, new EulerMaruyama(), Grid, Count, 5);
            Assert.InRange(OnTensors.Difference<float>(found.Values, expected.Values), 0, 1e-4);
            tensors.Dispose();
        }
    }

    [TorchFact]
    public void A_measurement_of_other_samples_and_a_likelihood_without_error_are_refused()
    {
        using var score = new TorchMixtureScore(Law, torch.float64, torch.CPU);
        var wide = new Measurement(new DenseOperator(new double[,] { { 1, 0 } }), [0.3], 0.5);
        Assert.Throws<ArgumentException>(() => TorchMeasurementScore.Pseudoinverse(score, wide, torch.CPU).Dispose());
        var exact = new Measurement(Operator, [0.3, -0.4], 0);
        Assert.Throws<ArgumentException>(() => TorchMeasurementScore.Posterior(score, exact, torch.CPU).Dispose());
    }

    [TorchFact]
    public void A_run_leaves_no_tensor_behind()
    {
        using var score = new TorchMixtureScore(Law, torch.float64, torch.CPU);
        Run();
        long before = LiveTensors.Count();
        Run();
        Assert.Equal(before, LiveTensors.Count());

        void Run()
        {
            using var given = TorchMeasurementScore.MomentMatching(score, new Measurement(Operator, [0.3, -0.4], 0.5), torch.CPU);
            TorchSampler.Sample<double>(Process, given, new EulerMaruyama(), Grid, Count, 5);
        }
    }

    private static void SamplesAreThoseOfTheCpu(torch.Device device)
    {
        IDifferentiableScore<Tile<double>> prior = Law.Score<double>();
        using var score = new TorchMixtureScore(Law, torch.float64, device);
        foreach (double deviation in new[] { 0.7, 0 })
        {
            var measurement = new Measurement(Operator, [0.3, -0.4], deviation);
            Agree(new PseudoinverseScore<double>(prior, measurement, 2, 0.9), TorchMeasurementScore.Pseudoinverse(score, measurement, device, 2, 0.9));
            Agree(new MomentMatchingScore<double>(prior, measurement, 3, dataVariance: 2), TorchMeasurementScore.MomentMatching(score, measurement, device, 3, dataVariance: 2));
            if (deviation > 0)
            {
                Agree(new PosteriorScore<double>(prior, measurement), TorchMeasurementScore.Posterior(score, measurement, device));
            }
        }

        void Agree(IScoreFunction<Tile<double>> cpu, TorchMeasurementScore tensors)
        {
            foreach (ISolver solver in new ISolver[] { new EulerMaruyama(), new Heun() })
            {
                SampleSet<double> expected = Sampler.Sample(Process, cpu, solver, Grid, Count, 5);
                SampleSet<double> found = TorchSampler.Sample<double>(
                    Process, tensors, solver, Grid, Count, 5, new TorchSamplerOptions { Device = device, BatchRows = 7 });
                Assert.InRange(OnTensors.Difference<double>(found.Values, expected.Values), 0, 1e-9);
                Assert.Equal(expected.Evaluations, found.Evaluations);
            }

            tensors.Dispose();
        }
    }

    private static void SolverIsThatOfTheCpu(ISolver solver, torch.Device device)
    {
        foreach (TimeGrid grid in new[] { Grid, Grids.Quadratic(steps: 6, end: 0.02) })
        {
            SampleSet<double> expected = Sampler.Sample(Process, Law.Score<double>(), solver, grid, Count, 5);
            using var score = new TorchMixtureScore(Law, torch.float64, device);
            SampleSet<double> found = TorchSampler.Sample<double>(Process, score, solver, grid, Count, 5, new TorchSamplerOptions { Device = device, BatchRows = 10 });
            Assert.InRange(OnTensors.Difference<double>(found.Values, expected.Values), 0, 1e-9);
            Assert.Equal(expected.Evaluations, found.Evaluations);
        }
    }
}
