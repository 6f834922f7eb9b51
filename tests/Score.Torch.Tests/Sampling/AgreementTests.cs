using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Noise;
using ScoreSde.Torch.Sampling;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Sampling;

public sealed class AgreementTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly GaussianMixture Turned = new(
        [
            Gaussian.WithCovariance([1, -1, 0.5], new double[,] { { 2, 1.2, 0.1 }, { 1.2, 1, 0 }, { 0.1, 0, 0.5 } }),
            Gaussian.Isotropic([-2, 0, 1], 0.25),
        ],
        [1, 2]);

    public static TheoryData<int> Solvers { get; } = [.. Enumerable.Range(0, KnownSolvers.All.Count)];

    /// <summary>Steps whose noise has a variance of its own for each number or sample.</summary>
    [TorchTheory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2)]
    public void Variances_by_the_Jacobian_are_those_of_the_CPU(int probes)
    {
        ISolver solver = probes < 0 ? new JacobianAncestral() : new TraceAncestral(probes);
        TimeGrid grid = Grids.Quadratic(steps: 6);
        double[] expected = Sampler.Sample(Process, Turned.Score<double>(), solver, grid, 23, seed: 5).Values;
        using var score = new TorchMixtureScore(Turned, torch.float64, torch.CPU);
        foreach (NoiseSource source in new[] { NoiseSource.Host, NoiseSource.Device })
        {
            SampleSet<double> own = TorchSampler.Sample<double>(Process, score, solver, grid, 23, 5, new TorchSamplerOptions { Noise = source, BatchRows = 10 });
            Assert.InRange(OnTensors.Difference<double>(own.Values, expected), 0, 1e-10);
        }
    }

    [TorchTheory]
    [MemberData(nameof(Solvers))]
    public void Every_solver_gives_the_samples_of_the_CPU(int index)
    {
        ISolver solver = KnownSolvers.All[index];
        TimeGrid grid = Grids.Quadratic(steps: 12);
        SampleSet<double> expected = Sampler.Sample(Process, Turned.Score<double>(), solver, grid, 23, seed: 5);
        using var score = new TorchMixtureScore(Turned, torch.float64, torch.CPU);

        SampleSet<double> onHost = TorchSampler.Sample<double>(
            Process, score, solver, grid, 23, 5, new TorchSamplerOptions { Noise = NoiseSource.Host, BatchRows = 10 });
        SampleSet<double> onDevice = TorchSampler.Sample<double>(
            Process, score, solver, grid, 23, 5, new TorchSamplerOptions { Noise = NoiseSource.Device });

        Assert.InRange(OnTensors.Difference<double>(onHost.Values, expected.Values), 0, 1e-11);
        Assert.InRange(OnTensors.Difference<double>(onDevice.Values, expected.Values), 0, 1e-11);
        Assert.Equal(expected.Evaluations, onHost.Evaluations);
    }
}
