using System.Numerics;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;

namespace ScoreSde.Cli.Torch;

/// <summary>A model on a device of libtorch.</summary>
/// <param name="model">The model.</param>
/// <param name="labelOf">The class of each sample, by its index; not asked where there are no classes.</param>
/// <param name="guidance">w of classifier-free guidance; null for the conditional model alone.</param>
/// <param name="mixed">Whether products are done in bfloat16.</param>
/// <param name="options">How runs are carried out.</param>
internal sealed class TorchRuns<T>(Model model, Func<long, int> labelOf, double? guidance, bool mixed, TorchSamplerOptions options) : IModelRuns<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ModelOnDevice score = ModelOnDevice.Of<T>(model, labelOf, guidance, mixed, options.Device);

    /// <inheritdoc/>
    public SampleSet<T> Sample(ISolver solver, TimeGrid grid, int count, ulong seed, Trajectory<T>? trajectory, IProgress<double>? progress) =>
        TorchSampler.Sample(model.Process, score.Score, solver, grid, count, seed, options with { Progress = progress }, trajectory);

    /// <inheritdoc/>
    public void Dispose() => score.Dispose();
}
