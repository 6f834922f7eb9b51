namespace ScoreSde.Torch.Networks;

/// <summary>What one noise level adds to every layer of a <see cref="TorchMlp"/>: the biases b_i + T_i f(λ), those of the output and the skip's gain G f(λ).</summary>
internal sealed class MlpShare(Tensor[] biases, Tensor[] sums, Tensor? outputBias, Tensor gain) : IDisposable
{
    /// <summary>b_i + T_i f(λ), [width] each.</summary>
    public Tensor[] Biases { get; } = Array.ConvertAll(biases, bias => bias.DetachFromDisposeScope());

    /// <summary>Σ (b_j + T_j f(λ)) over the residual layers before each SiLU, [width] each: one more than there are layers, the first 0; empty where no kernel asks.</summary>
    public Tensor[] Sums { get; } = Array.ConvertAll(sums, sum => sum.DetachFromDisposeScope());

    /// <summary>b b_out where y becomes a x + b y, [dimension]; null where it is the network's own.</summary>
    public Tensor? OutputBias { get; } = outputBias?.DetachFromDisposeScope();

    /// <summary>G f(λ), or a + b G f(λ) where y becomes a x + b y, [dimension].</summary>
    public Tensor Gain { get; } = gain.DetachFromDisposeScope();

    public void Dispose()
    {
        foreach (Tensor bias in Biases.Concat(Sums))
        {
            bias.Dispose();
        }

        OutputBias?.Dispose();
        Gain.Dispose();
    }
}
