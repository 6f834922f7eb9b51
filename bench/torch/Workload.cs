using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;

namespace ScoreSde.TorchBench;

/// <summary>A run of a solver on equal steps of t from 1 to 10⁻³ in one batch, variance preserving with β from 0.1 to 20, float32.</summary>
internal sealed class Workload : IDisposable
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    private readonly TorchNetwork network;
    private readonly TorchNetworkScore score;
    private readonly ISolver solver;

    /// <param name="networks">Where the network is.</param>
    /// <param name="name">A network and a solver: unet-heun.</param>
    public Workload(Networks networks, string name)
    {
        string[] words = name.Split('-');
        network = networks.Load(words[0], torch.float32);
        score = new TorchNetworkScore(network, Parametrisation.Noise, network.Classes > 0 ? i => (int)(i % network.Classes) : null);
        solver = words[1] == "em" ? new EulerMaruyama() : new Heun();
    }

    /// <summary>Samples; returns how often each sample was evaluated.</summary>
    public int Run(int samples, int steps)
    {
        TimeGrid grid = Grids.Uniform(steps, 1e-3);
        var options = new TorchSamplerOptions { Device = network.Device, BatchRows = samples };
        return TorchSampler.Sample<float>(Process, score, solver, grid, samples, seed: 1, options).Evaluations;
    }

    public void Dispose()
    {
        score.Dispose();
        network.Dispose();
    }
}
