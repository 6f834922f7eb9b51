using System.Numerics;
using System.Runtime.InteropServices;
using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Torch.Sampling;
using ScoreSde.Torch.Scores;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Likelihood;

/// <summary>
/// ln p of given samples by the probability flow on tensors: what <see cref="FlowLikelihood"/> does on tiles, with its numbers to rounding. The divergence is had
/// by libtorch's differentiation: one pass forwards, and one back for each coordinate (<see cref="ExactDivergence"/>) or direction (<see cref="Hutchinson"/>).
/// </summary>
public static class TorchFlowLikelihood
{
    /// <summary>Computes it.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise, on the options' device and in T.</param>
    /// <param name="solver">A deterministic method; the error of ln p has its order.</param>
    /// <param name="grid">The times, taken upwards. Where it ends at t = 0 the samples are data.</param>
    /// <param name="data">Samples at the grid's last time, [count, dimension] row-major.</param>
    /// <param name="divergence">How the divergence is had; exact where null.</param>
    /// <param name="terminal">The data's law where it is known: then p_T is exact. Null: p_T is the law from which a run on the grid starts.</param>
    /// <param name="seed">Fixes random directions.</param>
    /// <param name="options">Device, noise, batches, shard, progress, cancellation.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">
    /// The method is stochastic, the data has another dimension, the score has no Jacobian, the rule is neither of the two, or the grid visits times outside the
    /// score's range.
    /// </exception>
    /// <exception cref="NonFiniteSampleException">A state became infinite or not a number.</exception>
    /// <exception cref="DeviceMemoryException">The batch that was asked for, or one sample, does not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LogDensities Evaluate<T>(
        IDiffusionProcess process,
        IScoreFunction<Tensor> score,
        ISolver solver,
        TimeGrid grid,
        ReadOnlyMemory<T> data,
        IDivergenceRule? divergence = null,
        GaussianMixture? terminal = null,
        ulong seed = 0,
        TorchSamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (score is not IDifferentiableScore<Tensor>)
        {
            throw new ArgumentException("A likelihood needs a score with products with its Jacobian.", nameof(score));
        }

        grid = DensityEnds.Below(process, grid);
        int d = score.Dimension;
        int count = DensityEnds.CountOf(data, d);
        IDivergenceRule rule = divergence ?? new ExactDivergence();
        if (rule is not (ExactDivergence or Hutchinson))
        {
            throw new ArgumentException($"On tensors the divergence is exact or Hutchinson's, not '{rule.Name}'.", nameof(divergence));
        }

        options ??= new TorchSamplerOptions();
        ScalarType type = typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64;
        var ends = new DensityEnds(process, grid, rule, terminal, d, count);
        var counted = new CountingScore<Tensor>(score);
        using var augmented = new AugmentedTensors(counted, score as IBatchScore, rule, type, options, seed);
        int width = augmented.Dimension;
        int evaluations = BatchLoop.Run(process, new UpwardFlow(solver), GridSteps.Up(process, score.Range, grid), count, options, null, new BatchJob<T>(
            augmented,
            counted,
            augmented,
            width,
            (_, x, first) =>
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor rows = empty(x.shape[0], d, type);
                data.Span.Slice(first * d, (int)x.shape[0] * d).CopyTo(MemoryMarshal.Cast<byte, T>(rows.bytes));
                x.zero_();
                x.narrow(1, 0, d).copy_(rows);
            },
            (values, first) =>
            {
                for (int row = 0; row < values.Length / width; row++)
                {
                    ends.Take(first + row, values.Slice(row * width, width));
                }
            }));
        return ends.Densities(evaluations);
    }

    /// <summary>
    /// The same on the grid and on every second time of it. The difference over 2^p − 1, p the method's order, estimates what the steps
    /// leave of error in ln p of each sample.
    /// </summary>
    /// <returns>The finer result, and the estimated absolute error of each value.</returns>
    /// <inheritdoc cref="Evaluate"/>
    public static (LogDensities Result, double[] StepErrors) EvaluateWithError<T>(
        IDiffusionProcess process,
        IScoreFunction<Tensor> score,
        ISolver solver,
        TimeGrid grid,
        ReadOnlyMemory<T> data,
        IDivergenceRule? divergence = null,
        GaussianMixture? terminal = null,
        ulong seed = 0,
        TorchSamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        FlowLikelihood.WithError(times => Evaluate(process, score, solver, times, data, divergence, terminal, seed, options), solver, grid);
}
