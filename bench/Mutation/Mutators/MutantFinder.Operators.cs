using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScoreSde.Mutation.Mutators;

/// <content>Operators and conditions.</content>
internal sealed partial class MutantFinder
{
    private static readonly Dictionary<string, string[]> Operators = new()
    {
        ["+"] = ["-"],
        ["-"] = ["+"],
        ["*"] = ["/"],
        ["/"] = ["*"],
        ["%"] = ["*"],
        ["<"] = ["<=", ">="],
        ["<="] = ["<", ">"],
        [">"] = [">=", "<="],
        [">="] = [">", "<"],
        ["=="] = ["!="],
        ["!="] = ["=="],
        ["&&"] = ["||"],
        ["||"] = ["&&"],
        ["&"] = ["|"],
        ["|"] = ["&"],
        ["^"] = ["|"],
        ["<<"] = [">>"],
        [">>"] = ["<<"],
        [">>>"] = ["<<"],
        ["+="] = ["-="],
        ["-="] = ["+="],
        ["*="] = ["/="],
        ["/="] = ["*="],
        ["++"] = ["--"],
        ["--"] = ["++"],
    };

    public override void VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        Swap(node.OperatorToken);
        base.VisitBinaryExpression(node);
    }

    public override void VisitAssignmentExpression(AssignmentExpressionSyntax node)
    {
        Swap(node.OperatorToken);
        base.VisitAssignmentExpression(node);
    }

    public override void VisitPostfixUnaryExpression(PostfixUnaryExpressionSyntax node)
    {
        Swap(node.OperatorToken);
        base.VisitPostfixUnaryExpression(node);
    }

    public override void VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.UnaryMinusExpression) || node.IsKind(SyntaxKind.LogicalNotExpression) || node.IsKind(SyntaxKind.BitwiseNotExpression))
        {
            Add(node, "sign or negation", $"({node.Operand})");
        }
        else
        {
            Swap(node.OperatorToken);
        }

        base.VisitPrefixUnaryExpression(node);
    }

    public override void VisitRelationalPattern(RelationalPatternSyntax node)
    {
        Swap(node.OperatorToken);
        base.VisitRelationalPattern(node);
    }

    public override void VisitIfStatement(IfStatementSyntax node)
    {
        Negate(node.Condition);
        base.VisitIfStatement(node);
    }

    public override void VisitWhileStatement(WhileStatementSyntax node)
    {
        Negate(node.Condition);
        base.VisitWhileStatement(node);
    }

    public override void VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        Negate(node.Condition);
        base.VisitConditionalExpression(node);
    }

    private void Negate(ExpressionSyntax condition) => Add(condition, "condition", $"!({condition})");

    private void Swap(SyntaxToken token)
    {
        foreach (string other in Operators.GetValueOrDefault(token.Text, []))
        {
            Add(token, "operator", other);
        }
    }
}
