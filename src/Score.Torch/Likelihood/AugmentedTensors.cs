using ScoreSde.Likelihood;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Torch.Scores;
using ScoreSde.Torch.States;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Likelihood;

/// <summary>The noise of states [x, c] on tensors, whose columns c have "noise" α tr(∂ε/∂x): what AugmentedScore is on tiles.</summary>
/// <param name="score">The model of the noise.</param>
/// <param name="told">The same, where it asks to be told of samples and levels.</param>
/// <param name="rule">How the divergence is had: exact or Hutchinson's.</param>
/// <param name="type">float32 or float64.</param>
/// <param name="options">The device, and where directions are made.</param>
/// <param name="seed">Fixes random directions.</param>
internal sealed class AugmentedTensors(
    CountingScore<Tensor> score, IBatchScore? told, IDivergenceRule rule, ScalarType type, TorchSamplerOptions options, ulong seed)
    : IBatchScore, IDisposable
{
    private TorchSpace? space;
    private Tensor[] probes = [];
    private Tensor[] products = [];

    /// <inheritdoc/>
    public int Dimension => score.Dimension + rule.Columns;

    /// <inheritdoc/>
    public TimeRange Range => score.Range;

    /// <inheritdoc/>
    public void MoveTo(long firstSample, int rows)
    {
        told?.MoveTo(firstSample, rows);
        if (rule is not Hutchinson hutchinson)
        {
            return;
        }

        if (space?.Rows != rows)
        {
            space?.Dispose();
            space = new TorchSpace(rows, score.Dimension, type, options.Device, options.Noise);
            probes = [.. Enumerable.Range(0, rule.Columns).Select(_ => space.Allocate())];
            products = [.. Enumerable.Range(0, rule.Columns).Select(_ => space.Allocate())];
        }

        space.MoveTo(firstSample);
        for (int k = 0; k < probes.Length; k++)
        {
            space.FillNormal(probes[k], 1, new NoiseKey(seed, (uint)k, NoisePurpose.Probe));
            if (hutchinson.Law == ProbeLaw.Rademacher)
            {
                using Tensor negative = probes[k].IsBelow(0);
                probes[k].Set_(1).SetWhere_(negative, -1);
            }
        }
    }

    /// <inheritdoc/>
    public void Prepare(IReadOnlyList<NoiseLevel> levels) => told?.Prepare(levels);

    /// <inheritdoc/>
    public void Evaluate(Tensor x, NoiseLevel level, Tensor epsilon)
    {
        using DisposeScope scope = NewDisposeScope();
        int d = score.Dimension;
        Tensor state = x.narrow(1, 0, d).contiguous();
        Tensor noise = empty_like(state);
        Tensor traces = rule is Hutchinson ? Estimates(state, level, noise) : Exact(state, level, noise);
        epsilon.narrow(1, 0, d).copy_(noise);
        epsilon.narrow(1, d, rule.Columns).copy_(traces.Times_(level.MeanScale));
    }

    /// <summary>Disposes of the directions.</summary>
    public void Dispose() => space?.Dispose();

    private Tensor Exact(Tensor x, NoiseLevel level, Tensor epsilon)
    {
        Tensor diagonal = empty_like(x);
        if (!score.TryEvaluateWithDiagonal(x, level, epsilon, diagonal))
        {
            score.Evaluate(x, level, epsilon);
            Tensor unit = zeros_like(x);
            Tensor product = empty_like(x);
            for (int i = 0; i < x.shape[1]; i++)
            {
                unit.select(1, i).Set_(1);
                score.TransposedJacobianProduct(x, level, unit, product);
                diagonal.select(1, i).copy_(product.select(1, i));
                unit.select(1, i).zero_();
            }
        }

        return diagonal.sum(1, keepdim: true);
    }

    private Tensor Estimates(Tensor x, NoiseLevel level, Tensor epsilon)
    {
        if (!score.TryEvaluateWithProducts(x, level, epsilon, probes, products))
        {
            score.Evaluate(x, level, epsilon);
            for (int k = 0; k < probes.Length; k++)
            {
                score.TransposedJacobianProduct(x, level, probes[k], products[k]);
            }
        }

        return stack([.. probes.Zip(products, (v, a) => v.to(float64).mul(a.to(float64)).sum(1))], 1);
    }
}
