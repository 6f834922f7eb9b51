using ScoreSde.Likelihood;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Tests.Cuda;
using ScoreSde.Tests.Networks;
using ScoreSde.Tests.Sampling;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Likelihood;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Likelihood;

/// <summary>ln p on tensors and on the CPU's tiles.</summary>
public sealed class TorchFlowLikelihoodTests
{
    private const int Count = 13;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly GaussianMixture Law = new(
        [
            Gaussian.WithCovariance([1, -1, 0.5], new double[,] { { 2, 1.2, 0.1 }, { 1.2, 1, 0 }, { 0.1, 0, 0.5 } }),
            Gaussian.Isotropic([-2, 0, 1], 0.25),
        ],
        [1, 2]);

    private static readonly TimeGrid Grid = Grids.UniformLambda(Process, 16);
    private static readonly IDivergenceRule[] Rules = [new ExactDivergence(), new Hutchinson(3), new Hutchinson(2, ProbeLaw.Gaussian)];

    [TorchFact]
    public void Densities_are_those_of_the_CPU() => DensitiesAreThoseOfTheCpu(torch.CPU);

    [CudaFact]
    public void Densities_of_a_card_are_those_of_the_CPU() => DensitiesAreThoseOfTheCpu(torch.CUDA);

    [TorchFact]
    public void Densities_of_a_network_in_float_are_those_of_the_CPU()
    {
        ResidualMlp<float> managed = TestNetworks.Create<float>(new MlpSettings(3, 16, 2, 8, 0));
        float[] data = Array.ConvertAll(Data(), value => (float)value);
        using TorchMlp network = TorchMlp.Of(managed, torch.CPU);
        using var score = new TorchNetworkScore(network, Parametrisation.Velocity);
        foreach (IDivergenceRule rule in Rules)
        {
            LogDensities expected = FlowLikelihood.Evaluate<float>(
                Process, new NetworkScore<float>(managed, Parametrisation.Velocity), new Heun(), Grid, data, rule, seed: 7);
            LogDensities found = TorchFlowLikelihood.Evaluate<float>(Process, score, new Heun(), Grid, data, rule, seed: 7);
            Assert.InRange(OnTensors.Difference<double>(found.Values, expected.Values), 0, 1e-4);
            Assert.Equal(expected.Evaluations, found.Evaluations);
        }
    }

    [TorchFact]
    public void A_score_without_products_and_data_of_another_size_are_refused()
    {
        using var score = new TorchMixtureScore(Law, torch.float64, torch.CPU);
        Assert.Throws<ArgumentException>(() => TorchFlowLikelihood.Evaluate<double>(Process, score, new Heun(), Grid, new double[4]));
        Assert.Throws<ArgumentException>(() => TorchFlowLikelihood.Evaluate<double>(Process, new StandardNormalScore(3), new Heun(), Grid, new double[3]));
        Assert.Throws<ArgumentException>(() => TorchFlowLikelihood.Evaluate<double>(Process, score, new EulerMaruyama(), Grid, new double[3]));
    }

    [TorchFact]
    public void Cancellation_stops_and_leaves_no_tensor_behind()
    {
        using var score = new TorchMixtureScore(Law, torch.float64, torch.CPU);
        TorchFlowLikelihood.Evaluate<double>(Process, score, new Heun(), Grid, Data(), Rules[1]);
        long before = LiveTensors.Count();
        using var stop = new CancellationTokenSource();
        int told = 0;
        var options = new TorchSamplerOptions
        {
            Cancellation = stop.Token,
            Progress = new Heard<double>(_ =>
            {
                if (++told == 3)
                {
                    stop.Cancel();
                }
            }),
        };
        Assert.Throws<OperationCanceledException>(() =>
            TorchFlowLikelihood.Evaluate<double>(Process, score, new Heun(), Grid, Data(), Rules[1], options: options));
        Assert.Equal(3, told);
        Assert.Equal(before, LiveTensors.Count());
    }

    private static void DensitiesAreThoseOfTheCpu(torch.Device device)
    {
        using var score = new TorchMixtureScore(Law, torch.float64, device);
        double[] data = Data();
        foreach (IDivergenceRule rule in Rules)
        {
            foreach (GaussianMixture? terminal in new[] { Law, null })
            {
                (LogDensities expected, double[] errors) = FlowLikelihood.EvaluateWithError<double>(
                    Process, Law.Score<double>(), new RungeKuttaInRatio(ButcherTableau.Classical4), Grid, data, rule, terminal, seed: 7);
                (LogDensities found, double[] foundErrors) = TorchFlowLikelihood.EvaluateWithError<double>(
                    Process, score, new RungeKuttaInRatio(ButcherTableau.Classical4), Grid, data, rule, terminal, 7, new TorchSamplerOptions { Device = device, BatchRows = 5 });
                Assert.InRange(OnTensors.Difference<double>(found.Values, expected.Values), 0, 1e-9);
                Assert.InRange(OnTensors.Difference<double>(foundErrors, errors), 0, 1e-9);
                Assert.InRange(OnTensors.Difference<double>(found.ProbeErrors, expected.ProbeErrors), 0, 1e-9);
                Assert.InRange(OnTensors.Difference<double>(found.Latents, expected.Latents), 0, 1e-9);
            }
        }
    }

    private static double[] Data()
    {
        var data = new double[Count * 3];
        Law.Sample<double>(data, Process.At(0), 3);
        return data;
    }
}
