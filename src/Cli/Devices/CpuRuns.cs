using System.Numerics;
using ScoreSde.Cli.Methods;
using ScoreSde.Inverse;
using ScoreSde.Likelihood;
using ScoreSde.Particles;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Devices;

/// <summary>A model on the program's own kernels.</summary>
/// <param name="process">Its process.</param>
/// <param name="score">Its score.</param>
/// <param name="options">How runs are carried out.</param>
internal sealed class CpuRuns<T>(IDiffusionProcess process, IScoreFunction<Tile<T>> score, SamplerOptions options) : IModelRuns<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public SampleSet<T> Sample(ISolver solver, TimeGrid grid, int count, ulong seed, Trajectory<T>? trajectory, IProgress<double>? progress, long first = 0) =>
        Sampler.Sample(process, score, solver, grid, count, seed, options with { FirstSample = first, Progress = progress }, trajectory);

    /// <inheritdoc/>
    public (SampleSet<T> Samples, string Solver) Restore(
        RestoreMethod method, Measurement measurement, double dataVariance, ISolver solver, TimeGrid grid, int count, ulong seed, IProgress<double>? progress, long first = 0)
    {
        ConditionedSampler<T> sampler = ConditionedSampler<T>.Of(method, score, measurement, dataVariance, solver);
        SampleSet<T> samples = Sampler.Sample(process, sampler.Score, sampler.Solver, grid, count, seed, options with { FirstSample = first, Progress = progress });
        return (samples, sampler.Solver.Facts.Name);
    }

    /// <inheritdoc/>
    public EvidenceSamples<T> Particles(TwistedParticles method, TimeGrid grid, int count, ulong seed, IProgress<double>? progress, long first = 0) =>
        ParticleSampler.Sample(process, ConditionedSampler<T>.Differentiable(score), method, grid, count, seed, options with { FirstSample = first, Progress = progress });

    /// <inheritdoc/>
    public (LogDensities Result, double[] StepErrors) Likelihood(
        ISolver solver, TimeGrid grid, ReadOnlyMemory<T> rows, IDivergenceRule divergence, GaussianMixture? terminal, ulong seed, IProgress<double>? progress, long first = 0) =>
        FlowLikelihood.EvaluateWithError(process, score, solver, grid, rows, divergence, terminal, seed, options with { FirstSample = first, Progress = progress });

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }
}
