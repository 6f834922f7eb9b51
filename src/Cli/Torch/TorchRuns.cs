using System.Numerics;
using ScoreSde.Cli.Methods;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Parts;
using ScoreSde.Cli.Torch;
using ScoreSde.Inverse;
using ScoreSde.Likelihood;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Inverse;
using ScoreSde.Torch.Likelihood;
using ScoreSde.Torch.Sampling;
using Tensor = TorchSharp.torch.Tensor;

namespace ScoreSde.Cli.Devices;

/// <summary>A model on a device of libtorch.</summary>
/// <param name="model">The model.</param>
/// <param name="labelOf">The class of each sample, by its index; not asked where there are no classes.</param>
/// <param name="guidance">How samples are led; null for the conditional model alone.</param>
/// <param name="mixed">Whether products are done in bfloat16.</param>
/// <param name="options">How runs are carried out.</param>
internal sealed class TorchRuns<T>(Model model, Func<long, int> labelOf, ModelGuidance? guidance, bool mixed, TorchSamplerOptions options) : IModelRuns<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ModelOnDevice score = ModelOnDevice.Of<T>(model, labelOf, guidance, mixed, options.Device);

    /// <inheritdoc/>
    public SampleSet<T> Sample(ISolver solver, TimeGrid grid, int count, ulong seed, Trajectory<T>? trajectory, IProgress<double>? progress, long first = 0) =>
        TorchSampler.Sample(model.Process, score.Score, solver, grid, count, seed, options with { FirstSample = first, Progress = progress }, trajectory);

    /// <summary>Draws some samples of a run.</summary>
    public SampleSet<T> Draw(ISolver solver, TimeGrid grid, RowRange rows, ulong seed, IProgress<double>? progress) =>
        TorchSampler.Sample<T>(model.Process, score.Score, solver, grid, (int)rows.Count, seed, options with { FirstSample = rows.First, Progress = progress });

    /// <inheritdoc/>
    public (SampleSet<T> Samples, string Solver) Restore(
        RestoreMethod method, Measurement measurement, double dataVariance, ISolver solver, TimeGrid grid, int count, ulong seed, IProgress<double>? progress, long first = 0)
    {
        var prior = (IDifferentiableScore<Tensor>)score.Score;
        ISolver follows = ConditionedSampler<T>.SolverOf(method, measurement, solver);
        using TorchMeasurementScore? given = method switch
        {
            RestoreMethod.PseudoinverseGuidance => TorchMeasurementScore.Pseudoinverse(prior, measurement, options.Device, dataVariance),
            RestoreMethod.MomentMatching => TorchMeasurementScore.MomentMatching(prior, measurement, options.Device, dataVariance: dataVariance),
            RestoreMethod.PosteriorLikelihood => TorchMeasurementScore.Posterior(prior, measurement, options.Device),
            _ => null,
        };
        SampleSet<T> samples = TorchSampler.Sample<T>(
            model.Process, given ?? (IScoreFunction<Tensor>)prior, follows, grid, count, seed, options with { FirstSample = first, Progress = progress });
        return (samples, follows.Facts.Name);
    }

    /// <inheritdoc/>
    public (LogDensities Result, double[] StepErrors) Likelihood(
        ISolver solver, TimeGrid grid, ReadOnlyMemory<T> rows, IDivergenceRule divergence, GaussianMixture? terminal, ulong seed, IProgress<double>? progress, long first = 0) =>
        TorchFlowLikelihood.EvaluateWithError(model.Process, score.Score, solver, grid, rows, divergence, terminal, seed, options with { FirstSample = first, Progress = progress });

    /// <inheritdoc/>
    public void Dispose() => score.Dispose();
}
