namespace ScoreSde.Torch.Networks;

/// <summary>What one noise level adds to every layer of a <see cref="TorchMlp"/>: the biases b_i + T_i f(λ), those of the output and the skip's gain G f(λ).</summary>
internal sealed class MlpShare(Tensor[] biases, Tensor? outputBias, Tensor gain) : IDisposable
{
    /// <summary>b_i + T_i f(λ), [width] each.</summary>
    public Tensor[] Biases { get; } = Array.ConvertAll(biases, bias => bias.DetachFromDisposeScope());

    /// <summary>b b_out where y becomes a x + b y, [dimension]; null where it is the network's own.</summary>
    public Tensor? OutputBias { get; } = outputBias?.DetachFromDisposeScope();

    /// <summary>G f(λ), or a + b G f(λ) where y becomes a x + b y, [dimension].</summary>
    public Tensor Gain { get; } = gain.DetachFromDisposeScope();

    public void Dispose()
    {
        foreach (Tensor bias in Biases)
        {
            bias.Dispose();
        }

        OutputBias?.Dispose();
        Gain.Dispose();
    }
}
