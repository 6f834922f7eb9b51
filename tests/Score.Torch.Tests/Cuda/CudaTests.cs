using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Noise;
using ScoreSde.Torch.Sampling;
using ScoreSde.Torch.Scores;
using ScoreSde.Torch.Training;
using ScoreSde.Training;

namespace ScoreSde.Tests.Cuda;

/// <summary>What the CPU's tests ask, asked of a GPU.</summary>
public sealed class CudaTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    [CudaFact]
    public void Every_solver_gives_the_samples_of_the_CPU()
    {
        // Of three dimensions: some methods take no plane.
        var law = new GaussianMixture([Gaussian.Isotropic([1, -1, 0.5], 1), Gaussian.Isotropic([-2, 0, 1], 0.25)], [1, 2]);
        TimeGrid grid = Grids.Quadratic(steps: 12);
        using var score = new TorchMixtureScore(law, torch.float64, torch.CUDA);
        foreach (ISolver solver in KnownSolvers.All)
        {
            SampleSet<double> expected = Sampler.Sample(Process, law.Score<double>(), solver, grid, 23, seed: 5);
            foreach ((NoiseSource noise, bool own) in new[] { (NoiseSource.Host, true), (NoiseSource.Device, true), (NoiseSource.Device, false) })
            {
                SampleSet<double> samples = TorchSampler.Sample<double>(
                    Process, score, solver, grid, 23, 5, new TorchSamplerOptions { Device = torch.CUDA, Noise = noise, OwnKernels = own, BatchRows = 10 });
                Assert.True(OnTensors.Difference<double>(samples.Values, expected.Values) <= 1e-9, $"{solver.Facts.Name}, {noise}, {own}");
            }
        }
    }

    [CudaFact]
    public void Networks_give_the_outputs_of_the_CPU()
    {
        Checkpoint checkpoint = ShippedModels.Open("digits");
        var settings = UNetSettings.For(new ImageShape(8, 8), 10, channels: 16);
        using var onHost = new TorchUNet(settings, 1, torch.float64, torch.CPU);
        using var onDevice = new TorchUNet(settings, 1, torch.float64, torch.CUDA);
        using TorchMlp here = TorchMlp.Of(checkpoint.Network.ConvertTo<double>(), torch.CPU);
        using TorchMlp there = TorchMlp.Of(checkpoint.Network.ConvertTo<double>(), torch.CUDA);
        torch.manual_seed(1);
        using Tensor x = torch.randn(5, 64, torch.float64);
        using Tensor moved = x.cuda();
        foreach ((TorchNetwork one, TorchNetwork other) in new (TorchNetwork, TorchNetwork)[] { (onHost, onDevice), (here, there) })
        {
            using Tensor expected = one.Forward(x, one.Features(0.5), null);
            using Tensor output = other.Forward(moved, other.Features(0.5), null);
            Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(output), OnTensors.Values<double>(expected)), 0, 1e-10);
        }
    }

    [CudaTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Samplers_see_the_outputs_of_the_CPU(bool own)
    {
        var settings = new UNetSettings(new ImageShape(28, 28), 24, [1, 2, 2], 1, [2], 8, 8, 10);
        AssertSame(torch.float64, 1e-10);
        AssertSame(torch.float32, 2e-5);

        void AssertSame(torch.ScalarType type, double most)
        {
            using var onHost = new TorchUNet(settings, 1, type, torch.CPU);
            using var onDevice = new TorchUNet(settings, 1, type, torch.CUDA);
            using IDisposable noGradients = torch.no_grad();

            // Weights without zeros, so that no term can hide.
            torch.manual_seed(2);
            using Tensor noise = torch.randn_like(onHost.Weights.Flat);
            onHost.Weights.Flat.add_(noise, 0.02);
            onDevice.Weights.Flat.copy_(onHost.Weights.Flat);
            onDevice.OwnKernels = own;
            Assert.Equal(own, onDevice.OwnKernels);
            bool before = torch.backends.cudnn.allow_tf32;
            torch.backends.cudnn.allow_tf32 = false;
            using Tensor x = torch.randn(7, 784, type);
            using Tensor moved = x.cuda();
            using Tensor expected = Evaluate(onHost, x);
            using Tensor output = Evaluate(onDevice, moved);
            torch.backends.cudnn.allow_tf32 = before;
            Assert.InRange(OnTensors.Difference<double>(Wide(output), Wide(expected)), 0, most);
        }

        static double[] Wide(Tensor values)
        {
            using Tensor wide = values.to(torch.float64);
            return OnTensors.Values<double>(wide);
        }

        static Tensor Evaluate(TorchUNet network, Tensor x)
        {
            using var score = new TorchNetworkScore(network, Parametrisation.Noise, i => (int)(i % 10));
            score.MoveTo(3, 7);
            Tensor epsilon = torch.empty_like(x);
            score.Evaluate(x, Process.At(0.3), epsilon);
            return epsilon;
        }
    }

    [CudaFact]
    public void Training_gives_the_weights_of_the_CPU_to_rounding()
    {
        DataSet data = DataSets.Open("digits");
        var settings = new TrainingSettings { Steps = 8, Batch = 50, Width = 24, Depth = 2, TimeFeatures = 8, WarmUp = 3 };
        TrainingState expected = TrainingState.Start(settings, Process, DataDescription.Of(data));
        TrainingState state = TrainingState.Start(settings, Process, DataDescription.Of(data));
        Trainer.Run(expected, data);
        TorchTrainer.Run(state, data, new TorchTrainerOptions { Device = torch.CUDA });
        for (int i = 0; i < expected.Average.Length; i++)
        {
            Assert.InRange(OnTensors.Difference<float>(state.Average[i], expected.Average[i]), 0, 1e-4);
        }
    }

    [CudaFact]
    public void Two_thousand_steps_need_no_more_memory_than_ten()
    {
        // A batch asked for again and again from the device's pool: what leaked would add up to 80 GB.
        var score = new Sampling.StandardNormalScore(1000);
        TorchSampler.Sample<float>(
            Process, score, new EulerMaruyama(), Grids.Uniform(steps: 2_000), 10_000, 1, new TorchSamplerOptions { Device = torch.CUDA, BatchRows = 10_000 });
    }
}
