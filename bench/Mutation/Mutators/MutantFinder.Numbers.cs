using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScoreSde.Mutation.Mutators;

/// <content>Number literals, truth values and the places of arrays.</content>
internal sealed partial class MutantFinder
{
    public override void VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.TrueLiteralExpression) || node.IsKind(SyntaxKind.FalseLiteralExpression))
        {
            Add(node, "truth value", node.IsKind(SyntaxKind.TrueLiteralExpression) ? "false" : "true");
        }
        else if (node.IsKind(SyntaxKind.NumericLiteralExpression))
        {
            foreach (string other in Others(node.Token.Value!))
            {
                Add(node, "number", other);
            }
        }

        base.VisitLiteralExpression(node);
    }

    public override void VisitBracketedArgumentList(BracketedArgumentListSyntax node)
    {
        foreach (ArgumentSyntax argument in node.Arguments)
        {
            bool isRange = argument.Expression is RangeExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.IndexExpression };
            if (!isRange && argument.RefKindKeyword.RawKind == 0)
            {
                Add(argument.Expression, "index", $"({argument.Expression}) + 1");
                Add(argument.Expression, "index", $"({argument.Expression}) - 1");
            }
        }

        base.VisitBracketedArgumentList(node);
    }

    // x + 1, 0, −x, 2x and x/2, each once.
    private static HashSet<string> Others(object value)
    {
        var others = new HashSet<string>();
        string suffix = value switch { float => "f", uint => "u", long => "L", ulong => "UL", _ => string.Empty };
        if (value is double or float)
        {
            double x = Convert.ToDouble(value, CultureInfo.InvariantCulture);
            foreach (double other in new[] { x + 1, 0, -x, 2 * x, x / 2 })
            {
                if (other != x || (other == 0 && double.IsNegative(other) != double.IsNegative(x)))
                {
                    string text = other.ToString("R", CultureInfo.InvariantCulture);
                    others.Add((text.AsSpan().ContainsAny('.', 'E') || suffix.Length > 0 ? text : text + ".0") + suffix);
                }
            }
        }
        else
        {
            decimal x = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
            decimal[] tries = suffix.StartsWith('u') || suffix.StartsWith('U') ? [x + 1, 0, 2 * x, decimal.Floor(x / 2)] : [x + 1, 0, -x, 2 * x, decimal.Truncate(x / 2)];
            foreach (decimal other in tries)
            {
                if (other != x)
                {
                    others.Add(other.ToString(CultureInfo.InvariantCulture) + suffix);
                }
            }
        }

        return others;
    }
}
