using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Sampling;
using ScoreSde.Torch.Scores;

namespace ScoreSde.TorchBench;

/// <summary>A run of a solver on equal steps of t from 1 to 10⁻³ in one batch, variance preserving with β from 0.1 to 20, float32.</summary>
internal sealed class Workload : IDisposable
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    private readonly TorchNetwork network;
    private readonly TorchNetworkScore score;
    private readonly ISolver solver;
    private readonly bool plain;

    /// <param name="networks">Where the network is.</param>
    /// <param name="name">A network and a solver: unet-heun, unet-dpmpp-2m.</param>
    /// <param name="plain">Whether libtorch's operators do what kernels of our own do else.</param>
    public Workload(Networks networks, string name, bool plain = false)
    {
        this.plain = plain;
        string[] words = name.Split('-', 2);
        network = networks.Load(words[0], torch.float32);
        network.OwnKernels &= !plain;
        score = new TorchNetworkScore(network, Parametrisation.Noise, network.Classes > 0 ? i => (int)(i % network.Classes) : null);
        solver = words[1] switch
        {
            "em" => new EulerMaruyama(),
            "heun" => new Heun(),
            "dpmpp-2m" => new DpmSolverPlusPlus2M(),
            "sde-dpmpp-2m" => new SdeDpmSolverPlusPlus(),
            _ => throw new ArgumentException($"There is no workload '{name}'.", nameof(name)),
        };
    }

    /// <summary>Where it runs.</summary>
    public torch.Device Device => network.Device;

    /// <summary>Samples in one batch, or where a listener is given in batches that are halved until they fit; returns how often each sample was evaluated.</summary>
    public int Run(int samples, int steps, IProgress<int>? halved = null)
    {
        TimeGrid grid = Grids.Uniform(steps, 1e-3);
        var options = new TorchSamplerOptions { Device = network.Device, BatchRows = halved is null ? samples : 0, BatchHalved = halved, OwnKernels = !plain };
        return TorchSampler.Sample<float>(Process, score, solver, grid, samples, seed: 1, options).Evaluations;
    }

    public void Dispose()
    {
        score.Dispose();
        network.Dispose();
    }
}
