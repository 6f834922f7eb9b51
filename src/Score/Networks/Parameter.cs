using System.Numerics;

namespace ScoreSde.Networks;

/// <summary>One named tensor of weights, row-major. Names and shapes are those that a PyTorch module of the same layers has.</summary>
/// <param name="Name">For example <c>blocks.0.weight</c>.</param>
/// <param name="Shape">For a matrix [outputs, inputs], for a bias [outputs].</param>
/// <param name="Values">The numbers; their owner may be told by <see cref="ResidualMlp{T}.WeightsChanged"/> that they were written.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record Parameter<T>(string Name, int[] Shape, T[] Values)
    where T : unmanaged, IFloatingPointIeee754<T>;
