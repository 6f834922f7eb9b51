namespace ScoreSde.Torch.Networks;

/// <summary>What one noise level adds to every layer of a <see cref="TorchMlp"/>: the biases b_i + T_i f(λ) and the skip's gain G f(λ).</summary>
internal sealed class MlpShare(Tensor[] biases, Tensor gain) : IDisposable
{
    /// <summary>b_i + T_i f(λ), [width] each.</summary>
    public Tensor[] Biases { get; } = Array.ConvertAll(biases, bias => bias.DetachFromDisposeScope());

    /// <summary>G f(λ), [dimension].</summary>
    public Tensor Gain { get; } = gain.DetachFromDisposeScope();

    public void Dispose()
    {
        foreach (Tensor bias in Biases)
        {
            bias.Dispose();
        }

        Gain.Dispose();
    }
}
