using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScoreSde.Mutation.Mutators;

/// <content>Functions, roundings, the order of arguments and members of enumerations, the names of noise among them.</content>
internal sealed partial class MutantFinder
{
    private static readonly Dictionary<string, string[]> Functions = new()
    {
        ["Min"] = ["Max"],
        ["Max"] = ["Min"],
        ["Sin"] = ["Cos"],
        ["Cos"] = ["Sin"],
        ["Tanh"] = ["Sinh"],
        ["Round"] = ["Floor", "Ceiling"],
        ["Floor"] = ["Round", "Ceiling"],
        ["Ceiling"] = ["Round", "Floor"],
        ["Truncate"] = ["Round", "Ceiling"],
        ["BitIncrement"] = ["BitDecrement"],
        ["BitDecrement"] = ["BitIncrement"],
    };

    public override void VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        if (node.Expression is not IdentifierNameSyntax { Identifier.Text: "nameof" })
        {
            Function(node);
            if (Called(node) is not ("Min" or "Max"))
            {
                Neighbours(node.ArgumentList);
            }

            base.VisitInvocationExpression(node);
        }
    }

    public override void VisitImplicitObjectCreationExpression(ImplicitObjectCreationExpressionSyntax node)
    {
        Neighbours(node.ArgumentList);
        base.VisitImplicitObjectCreationExpression(node);
    }

    // What is cut off is rounded instead; what is rounded already is left alone.
    public override void VisitCastExpression(CastExpressionSyntax node)
    {
        bool isCut = model.GetTypeInfo(node.Expression).Type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single
            && model.GetTypeInfo(node).Type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;
        if (isCut && !(node.Expression is InvocationExpressionSyntax call && Called(call) is "Round" or "Floor" or "Ceiling" or "Truncate"))
        {
            Add(node.Expression, "rounding", $"System.Math.Round((double)({node.Expression}))");
            Add(node.Expression, "rounding", $"System.Math.Ceiling((double)({node.Expression}))");
        }

        base.VisitCastExpression(node);
    }

    public override void VisitMemberAccessExpression(MemberAccessExpressionSyntax node)
    {
        if (model.GetSymbolInfo(node).Symbol is IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } member)
        {
            IFieldSymbol[] all = [.. member.ContainingType.GetMembers().OfType<IFieldSymbol>()];
            int place = Array.FindIndex(all, other => other.Name == member.Name);
            Add(node.Name, "name", all[(place + 1) % all.Length].Name);
        }

        base.VisitMemberAccessExpression(node);
    }

    // The function of a number's type that is called; null of other methods.
    private string? Called(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: var owner, Name: var name } && model.GetTypeInfo(owner).Type is { Name: "Math" or "MathF" or "Double" or "Single" }
            ? name.Identifier.Text
            : null;

    private void Function(InvocationExpressionSyntax call)
    {
        if (Called(call) is null || call.Expression is not MemberAccessExpressionSyntax { Name: var name })
        {
            return;
        }

        string kind = name.Identifier.Text is "Round" or "Floor" or "Ceiling" or "Truncate" ? "rounding" : "function";
        foreach (string other in Functions.GetValueOrDefault(name.Identifier.Text, []))
        {
            Add(name, kind, other);
        }

        if (name.Identifier.Text is "Sqrt" or "Abs" or "Exp" or "Log" or "Tanh")
        {
            Add(call, "function", $"({call.ArgumentList.Arguments[0]})");
        }
    }

    // Two arguments side by side that could stand in each other's place.
    private void Neighbours(ArgumentListSyntax? list)
    {
        for (int i = 0; i + 1 < (list?.Arguments.Count ?? 0); i++)
        {
            (ArgumentSyntax left, ArgumentSyntax right) = (list!.Arguments[i], list.Arguments[i + 1]);
            bool isPlain = left.NameColon is null && right.NameColon is null && left.RefKindKeyword.RawKind == right.RefKindKeyword.RawKind;
            ITypeSymbol? type = model.GetTypeInfo(left.Expression).ConvertedType;
            if (isPlain && type is not null && SymbolEqualityComparer.Default.Equals(type, model.GetTypeInfo(right.Expression).ConvertedType))
            {
                var span = Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(left.SpanStart, right.Span.End);
                string between = model.SyntaxTree.GetText().ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(left.Span.End, right.SpanStart));
                Add(span, $"{left}{between}{right}", "order of arguments", $"{right}{between}{left}");
            }
        }
    }
}
