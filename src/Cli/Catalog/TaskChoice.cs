using ScoreSde.Cli.Models;
using ScoreSde.Inverse;

namespace ScoreSde.Cli.Catalog;

/// <summary>A measurement that a name stands for.</summary>
/// <param name="Make">The operator from the model and the number after the name.</param>
/// <param name="NeedsPicture">Whether samples must be pictures.</param>
/// <param name="Fallback">The number where none is given.</param>
/// <param name="TakesFractions">Whether the number need not be whole.</param>
internal sealed record TaskChoice(Func<Model, double, ILinearOperator> Make, bool NeedsPicture, Func<Model, double> Fallback, bool TakesFractions = false);
