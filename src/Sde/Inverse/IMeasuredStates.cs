namespace ScoreSde.Inverse;

/// <summary>States of which A x₀ + σ_y z was measured: what methods do with them beside sums, row by row. v_k are the right singular vectors of A.</summary>
/// <typeparam name="TState">A batch of samples.</typeparam>
public interface IMeasuredStates<TState>
{
    /// <summary>target ← target + Σ_k v_k (constants_k + Σ_j weights_jk v_kᵀ state_j), in double; the target may be a term, which is read before it is written.</summary>
    /// <param name="target">What is written.</param>
    /// <param name="constants">A number for each direction.</param>
    /// <param name="terms">A weight for each direction, and the states.</param>
    void AddAlong(TState target, double[] constants, params ReadOnlySpan<(double[] Weights, TState State)> terms);

    /// <summary>target ← Aᵀ r/‖r‖ with r = y − A data; 0 in rows whose r is 0. The target may be the data.</summary>
    /// <param name="data">What x₀ is taken for.</param>
    /// <param name="target">What is written.</param>
    void PullTowards(TState data, TState target);
}
